package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of the page on the rule language, in order, with the lines between them. */
final class RulesPage {

    /** A part of the page: prose, or a block of some kind without its fences. */
    record Piece(String kind, String text) {}

    private final List<Piece> pieces = new ArrayList<>();

    RulesPage(String page) {
        StringBuilder text = new StringBuilder();
        String kind = "";
        for (String line : page.lines().toList()) {
            if (line.startsWith("```")) {
                pieces.add(new Piece(kind, text.toString()));
                text.setLength(0);
                kind = kind.isEmpty() ? line.substring(3) : "";
            } else {
                text.append(line).append('\n');
            }
        }
        pieces.add(new Piece(kind, text.toString()));
    }

    List<Piece> pieces() {
        return pieces;
    }

    List<String> blocks(String kind) {
        return pieces.stream().filter(p -> p.kind.equals(kind)).map(Piece::text).toList();
    }

    void replace(int at, String text) {
        pieces.set(at, new Piece(pieces.get(at).kind, text));
    }

    String render() {
        StringBuilder page = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.kind.isEmpty()) {
                page.append(piece.text);
            } else {
                page.append("```")
                        .append(piece.kind)
                        .append('\n')
                        .append(piece.text)
                        .append("```\n");
            }
        }
        return page.toString();
    }
}
