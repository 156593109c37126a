package parley.python;

import java.io.IOException;
import java.io.InputStream;

/** Whatever {@link System#in} is when somebody reads: it may be replaced after Python has started. */
final class CurrentInput extends InputStream {
    @Override
    public int read() throws IOException {
        return System.in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return System.in.read(buffer, offset, length);
    }

    @Override
    public int available() throws IOException {
        return System.in.available();
    }
}
