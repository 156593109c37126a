package parley.wire;

/**
 * A complex number: Python's {@code complex}.
 *
 * @param real its real part
 * @param imaginary its imaginary part
 */
public record Complex(double real, double imaginary) {}
