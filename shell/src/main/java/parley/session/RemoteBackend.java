package parley.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import parley.eval.Backend;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;
import parley.session.Message.Answer;
import parley.session.Message.AskCandidates;
import parley.session.Message.AskShared;
import parley.session.Message.AskText;
import parley.session.Message.AskVariables;
import parley.session.Message.AskWhole;
import parley.session.Message.Candidates;
import parley.session.Message.Shared;
import parley.session.Message.Text;
import parley.session.Message.Variables;
import parley.session.Message.Whole;
import parley.trace.BugFailure;

/** A language of the session, seen from the front. Each call is one question and its answer. */
final class RemoteBackend implements Backend {
    /** Tab waits no longer than this: a busy language has nothing to offer. */
    private static final long COMPLETION_MILLIS = 1500;

    private static final long LOOK_MILLIS = 5000;

    private final SessionClient session;
    private final String language;

    RemoteBackend(SessionClient session, String language) {
        this.session = session;
        this.language = language;
    }

    @Override
    public String language() {
        return language;
    }

    @Override
    public Completeness completeness(String code) {
        return ask(Whole.class, Long.MAX_VALUE, session.ask(id -> new AskWhole(id, language, code)))
                .completeness();
    }

    /** Waits as long as it takes; a thread that is interrupted meanwhile stops the snippet and then goes on waiting. */
    @Override
    public Outcome eval(String code) {
        CompletableFuture<Outcome> ended = session.eval(language, code);
        boolean interrupted = false;
        while (true) {
            try {
                Outcome outcome = ended.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return outcome;
            } catch (InterruptedException e) {
                interrupted = true;
                session.interrupt();
            } catch (ExecutionException e) {
                throw new BugFailure("an evaluation has no outcome: language=" + language, e);
            }
        }
    }

    @Override
    public List<Candidate> complete(String code, int cursor) {
        return ask(
                        Candidates.class,
                        COMPLETION_MILLIS,
                        session.ask(id -> new AskCandidates(id, language, code, cursor)))
                .candidates();
    }

    @Override
    public String inspect(String code, int cursor) {
        return ask(Text.class, LOOK_MILLIS, session.ask(id -> new AskText(id, language, code, cursor)))
                .text();
    }

    @Override
    public List<Variable> variables() {
        return ask(Variables.class, LOOK_MILLIS, session.ask(id -> new AskVariables(id, language)))
                .variables();
    }

    @Override
    public Map<String, String> shared() {
        return ask(Shared.class, LOOK_MILLIS, session.ask(id -> new AskShared(id, language)))
                .objects();
    }

    @Override
    public void interrupt() {
        session.interrupt();
    }

    /** Does nothing: the session ends with {@link SessionClient#close}. */
    @Override
    public void close() {}

    private static <A extends Answer> A ask(Class<A> kind, long millis, CompletableFuture<Answer> answer) {
        return kind.cast(SessionClient.await(answer, millis));
    }
}
