package parley.java;

import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;
import parley.ship.PromptNames;

/** Makes the session's copy of a class stoppable; the copy that travels has no such checks. Has no state. */
final class Stops {
    private static final ClassDesc STOP = Stop.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc INT_TO_VOID = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    private Stops() {}

    static ClassTransform transform() {
        return (builder, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                boolean recursive = mayRecur(method);
                builder.transformMethod(
                        method,
                        MethodTransform.transformingCode(CodeTransform.ofStateful(() -> new Checks(recursive))));
            } else {
                builder.with(element);
            }
        };
    }

    /** Whether a method calls any method typed at the prompt, itself perhaps. */
    private static boolean mayRecur(MethodModel method) {
        return !method.methodName().equalsString("<init>")
                && method.code()
                        .orElseThrow()
                        .elementStream()
                        .anyMatch(element -> element instanceof InvokeInstruction call
                                && PromptNames.isPrompt(
                                        call.owner().asInternalName().replace('/', '.')));
    }

    /** Checks in one method. */
    private static final class Checks implements CodeTransform {
        private final Set<Label> passed = new HashSet<>();
        private boolean wanted;

        Checks(boolean atStart) {
            this.wanted = atStart;
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            if (wanted && element instanceof Instruction) {
                wanted = false;
                check(builder);
            }
            switch (element) {
                case LabelTarget target -> passed.add(target.label());
                case BranchInstruction branch when passed.contains(branch.target()) -> check(builder);
                case LookupSwitchInstruction choice
                when choice.cases().stream().anyMatch(c -> passed.contains(c.target())) -> check(builder);
                case TableSwitchInstruction choice
                when choice.cases().stream().anyMatch(c -> passed.contains(c.target())) -> check(builder);
                default -> {}
            }
            if (element instanceof InvokeInstruction call && isExit(call)) {
                builder.invokestatic(STOP, "exit", INT_TO_VOID);
            } else {
                builder.with(element);
            }
        }

        private static void check(CodeBuilder builder) {
            builder.invokestatic(STOP, "check", ConstantDescs.MTD_void);
        }

        private static boolean isExit(InvokeInstruction call) {
            return call.name().equalsString("exit")
                    && call.owner().asInternalName().equals("java/lang/System");
        }
    }
}
