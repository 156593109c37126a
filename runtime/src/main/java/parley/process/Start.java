package parley.process;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import parley.memory.RunFolder;
import parley.wire.Decoder;
import parley.wire.Encoder;
import parley.wire.JavaMaker;

/**
 * What a parent tells a new worker, once, on its standard input.
 *
 * <pre>
 *   int32 length, big-endian | [folder, owner, name, daemon, parent's name, parent's pid, loop, language, payload]
 * </pre>
 *
 * @param folder the session's run folder
 * @param owner the row that was claimed for the worker
 * @param name the process's name
 * @param daemon whether it is ended when its parent leaves
 * @param parentName the parent's name
 * @param parentPid the parent's pid
 * @param loop the {@link Loop} to run, or empty for a shipped function
 * @param language of the shipped function, or of the loop's functions
 * @param payload the shipped function, or what the loop needs
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read once
record Start(
        RunFolder folder,
        int owner,
        String name,
        boolean daemon,
        String parentName,
        long parentPid,
        String loop,
        String language,
        byte[] payload) {

    byte[] encode() {
        byte[] record = new Encoder()
                .list(9)
                .text(folder.path().toString())
                .integer(owner)
                .text(name)
                .bool(daemon)
                .text(parentName)
                .integer(parentPid)
                .text(loop)
                .text(language)
                .bytes(payload)
                .toBytes();
        return ByteBuffer.allocate(4 + record.length)
                .putInt(record.length)
                .put(record)
                .array();
    }

    static Start read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] record = new byte[data.readInt()];
        data.readFully(record);
        List<?> fields = (List<?>) new Decoder(record).read(new JavaMaker());
        if (fields == null) {
            throw new IOException("no start record");
        }
        return new Start(
                new RunFolder(Path.of((String) fields.get(0))),
                (Integer) fields.get(1),
                (String) fields.get(2),
                (Boolean) fields.get(3),
                (String) fields.get(4),
                ((Number) fields.get(5)).longValue(),
                (String) fields.get(6),
                (String) fields.get(7),
                (byte[]) fields.get(8));
    }
}
