package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tries an expression out on short texts that hostile senders would choose: one or two of its own characters over and over, and
 * one that does not fit at the end. What is slow on thirty characters is for ever on a hundred. Stateless.
 */
final class RegexProbe {

    /** More than any expression needs for so short a text, unless each character doubles what it tries. */
    private static final int MAX_STEPS = 200_000;

    private static final int LENGTH = 30;
    private static final int MOST_SINGLE = 16;
    private static final int MOST_PAIRED = 6;
    private static final char UNFIT = '\u0001';
    private static final Pattern REPEATED_GROUP = Pattern.compile("\\)([*+]|\\{\\d+)");

    private RegexProbe() {}

    /** A text, without its last character, on which the expression takes for ever; null if none was found. */
    static @Nullable String of(Pattern pattern) {
        if (!REPEATED_GROUP.matcher(pattern.pattern()).find()) {
            return null;
        }
        for (String part : parts(pattern.pattern())) {
            String text = part.repeat(LENGTH / part.length());
            if (isEndless(pattern, text + UNFIT)) {
                return text;
            }
        }
        return null;
    }

    private static boolean isEndless(Pattern pattern, String text) {
        return isEndless(() -> pattern.matcher(new BoundedText(text, MAX_STEPS)).matches())
                || isEndless(
                        () -> pattern.matcher(new BoundedText(text, MAX_STEPS)).find());
    }

    private static boolean isEndless(BooleanSupplier trial) {
        try {
            // Whether it matches is nobody's business here; that it comes to an end is.
            boolean unused = trial.getAsBoolean();
            return false;
        } catch (BoundedText.TooManySteps | StackOverflowError e) {
            // Thirty characters are no depth either: the expression itself is to blame.
            return true;
        }
    }

    /** The characters that the expression speaks of, alone and in pairs. */
    private static List<String> parts(String regex) {
        Set<String> single = new LinkedHashSet<>();
        regex.chars()
                .filter(c -> Character.isLetterOrDigit(c) || " .,:;/_-=".indexOf(c) >= 0)
                .forEach(c -> single.add(Character.toString(c)));
        single.addAll(List.of("a", "0", " "));
        List<String> parts = new ArrayList<>(single.stream().limit(MOST_SINGLE).toList());
        List<String> paired = single.stream().limit(MOST_PAIRED).toList();
        for (String one : paired) {
            paired.stream().filter(other -> !other.equals(one)).forEach(other -> parts.add(one + other));
        }
        return parts;
    }
}
