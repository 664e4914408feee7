package io.crosslog.normalize;

/** Text that lets itself be looked at only so often, so that no expression tries out more of it. Confined to one thread. */
final class BoundedText implements CharSequence {

    private final String text;
    private int left;

    /**
     * Bounds a text.
     *
     * @param text the text
     * @param most how many characters may be looked at before {@link TooManySteps} is thrown
     */
    BoundedText(String text, int most) {
        this.text = text;
        this.left = most;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (left-- == 0) {
            throw new TooManySteps();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The text was looked at too often. */
    static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("the expression looked at too many characters", null, false, false);
        }
    }
}
