package parley.ship;

import org.jspecify.annotations.Nullable;

/**
 * An exception on its way back to who asked.
 *
 * @param language the language that raised it
 * @param summary its type and message: {@code ValueError: no such}
 * @param traceback the trace as that language prints it, with the process's name and pid
 * @param exception the exception itself in that language's own form, where it could be packed
 */
@SuppressWarnings("ArrayRecordComponent") // written once, handed on, compared by nobody
public record RemoteError(String language, String summary, String traceback, byte @Nullable [] exception)
        implements java.io.Serializable {}
