package parley.trace;

import java.util.List;

/**
 * One look at one manager: a process of the session, or one elsewhere to which the session has connected.
 *
 * @param name its name, as {@code Manager-1}
 * @param address where it listens
 * @param process the name of the process that it is, with its pid; empty where it is not of this session
 * @param state {@code starting}, {@code serving}, {@code ended}, {@code connected}, or {@code died}
 * @param clients how many connections it has now
 * @param objects what it holds, oldest first
 */
public record ManagerRow(
        String name, String address, String process, String state, int clients, List<HeldRow> objects) {}
