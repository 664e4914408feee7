package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings an enum's number and the text beside it into line: a number gives its caption; a text alone gives its number, or 99
 * (other) with the text kept. Confined to one thread.
 */
final class Siblings {

    private final Drops drops;

    Siblings(Drops drops) {
        this.drops = drops;
    }

    void complete(OcsfNode node, String path) {
        for (StructurePlan.Pair pair : node.plan().pairs()) {
            Object id = node.get(pair.id());
            Object sibling = node.get(pair.sibling());
            if (node.plan().attribute(pair.id()).array()) {
                list(node, pair, path, id, sibling);
            } else if (id instanceof Leaf number) {
                single(node, pair, path, number, sibling);
            } else if (sibling instanceof Leaf text) {
                number(node, pair, text);
            }
        }
    }

    private void single(OcsfNode node, StructurePlan.Pair pair, String path, Leaf number, @Nullable Object sibling) {
        String expected = text(pair.values(), number);
        Leaf given = sibling instanceof Leaf leaf ? leaf : null;
        if (given != null && isOther(number)) {
            keepGiven(
                    number,
                    given,
                    EventPath.join(path, node.plan().attribute(pair.id()).name()));
            return;
        }
        if (given != null && !given.value().equals(expected)) {
            drops.drop(
                    given,
                    EventPath.join(path, node.plan().attribute(pair.sibling()).name()),
                    "the caption of " + number.value() + " is " + expected);
        }
        if (expected != null) {
            node.set(pair.sibling(), given == null ? Leaf.made(expected) : new Leaf(expected, given.origins(), null));
        }
    }

    /** Of two words for what the enum has no number for, the text that was given stays. */
    private void keepGiven(Leaf number, Leaf given, String path) {
        String word = number.word();
        if (word != null && !given.value().equals(word)) {
            drops.drop(new Leaf(word, number.origins(), null), path, "the text beside it is " + given.value());
        }
    }

    /** The caption, or the source's word; null for 99 (other) without a word. */
    private static @Nullable String text(OcsfEnum values, Leaf number) {
        return isOther(number)
                ? number.word()
                : values.caption(number.value().toString()).orElse(null);
    }

    private static boolean isOther(Leaf number) {
        return number.value() instanceof Number n && n.longValue() == OcsfEnum.OTHER;
    }

    private static void number(OcsfNode node, StructurePlan.Pair pair, Leaf text) {
        Leaf number = Coercion.leaf(node.plan().attribute(pair.id()), text.value(), null);
        if (number != null) {
            node.set(pair.id(), number);
            String caption = text(pair.values(), number);
            node.set(pair.sibling(), new Leaf(caption == null ? text.value() : caption, text.origins(), null));
        }
    }

    private void list(
            OcsfNode node, StructurePlan.Pair pair, String path, @Nullable Object ids, @Nullable Object siblings) {
        List<?> texts = siblings instanceof List<?> list ? list : List.of();
        List<@Nullable Object> numbers = new ArrayList<>(ids instanceof List<?> list ? list : List.of());
        if (numbers.isEmpty()) {
            for (Object text : texts) {
                numbers.add(
                        text instanceof Leaf leaf
                                ? Coercion.leaf(node.plan().attribute(pair.id()), leaf.value(), null)
                                : null);
            }
            numbers.removeIf(number -> number == null);
        }
        List<@Nullable Object> captions = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            Leaf given = i < texts.size() && texts.get(i) instanceof Leaf leaf ? leaf : null;
            if (numbers.get(i) instanceof Leaf number) {
                captions.add(element(pair.values(), number, given));
            }
        }
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i) instanceof Leaf text && (i >= captions.size() || !sameText(captions.get(i), text))) {
                drops.drop(
                        text,
                        EventPath.join(
                                        path,
                                        node.plan().attribute(pair.sibling()).name()) + "[" + i + "]",
                        "it is not the caption of the number at its place");
            }
        }
        if (!numbers.isEmpty()) {
            node.set(pair.id(), numbers);
            node.set(pair.sibling(), captions);
        }
    }

    private static boolean sameText(@Nullable Object caption, Leaf text) {
        return caption instanceof Leaf leaf && leaf.value().equals(text.value());
    }

    private static Leaf element(OcsfEnum values, Leaf number, @Nullable Leaf given) {
        String caption = text(values, number);
        if (caption == null) {
            caption = given != null ? given.value().toString() : "Other";
        }
        return given == null ? Leaf.made(caption) : new Leaf(caption, given.origins(), null);
    }
}
