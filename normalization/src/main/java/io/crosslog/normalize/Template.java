package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with fields in it: {@code {schema}://{host}{path|url}[?{query}]}. Fields stand in braces, several between bars are
 * alternatives; a part in brackets is left out if a field in it is absent; a backslash makes the next character plain.
 * Immutable and thread-safe.
 */
final class Template implements Alternative {

    private static final int MAX_DEPTH = 16;

    private final List<Piece> pieces;
    private final boolean keep;

    private Template(List<Piece> pieces, boolean keep) {
        this.pieces = pieces;
        this.keep = keep;
    }

    static Template read(YamlValue yaml, Scope scope, boolean keep) {
        return new Template(new Reader(yaml, scope).pieces(), keep);
    }

    @Override
    public boolean write(Run run, Place place, boolean lastResort) {
        StringBuilder text = new StringBuilder();
        List<SourceNode> sources = new ArrayList<>();
        for (Piece piece : pieces) {
            if (!piece.append(run, text, sources)) {
                return false;
            }
        }
        if (!run.put(place.slot(), text.toString(), sources, keep)) {
            sources.forEach(run::fail);
            return false;
        }
        return true;
    }

    /** A part of a template; says whether all that it needs is there. */
    @FunctionalInterface
    private interface Piece {
        boolean append(Run run, StringBuilder text, List<SourceNode> sources);
    }

    private static final class Reader {

        private final YamlValue yaml;
        private final Scope scope;
        private final String text;
        private int at;
        private int depth;

        Reader(YamlValue yaml, Scope scope) {
            this.yaml = yaml;
            this.scope = scope;
            this.text = yaml.text();
        }

        List<Piece> pieces() {
            List<Piece> pieces = sequence(false);
            if (at < text.length()) {
                yaml.wrong("'" + text + "' has a ] without a [ at character " + (at + 1) + "; a plain one is \\]");
            } else if (yaml.isScalar() && text.indexOf('{') < 0) {
                yaml.wrong("no field stands in '" + text + "': it would stand in braces; a constant is {value: …}");
            }
            return pieces;
        }

        private List<Piece> sequence(boolean inBrackets) {
            List<Piece> pieces = new ArrayList<>();
            StringBuilder plain = new StringBuilder();
            while (at < text.length() && text.charAt(at) != ']') {
                char c = text.charAt(at++);
                if (c == '\\' && at < text.length()) {
                    plain.append(text.charAt(at++));
                } else if (c == '{' || c == '[') {
                    flush(plain, pieces);
                    pieces.add(c == '{' ? field() : optional());
                } else {
                    plain.append(c);
                }
            }
            flush(plain, pieces);
            if (inBrackets && at == text.length()) {
                yaml.wrong("'" + text + "' has a [ that is never closed");
            }
            at += inBrackets ? 1 : 0;
            return List.copyOf(pieces);
        }

        private static void flush(StringBuilder plain, List<Piece> pieces) {
            if (plain.length() > 0) {
                String literal = plain.toString();
                plain.setLength(0);
                pieces.add((run, out, sources) -> {
                    out.append(literal);
                    return true;
                });
            }
        }

        private Piece field() {
            int close = text.indexOf('}', at);
            if (close < 0) {
                yaml.wrong("'" + text + "' has a { that is never closed");
                at = text.length();
                return (run, out, sources) -> false;
            }
            List<FieldPath> paths = new ArrayList<>();
            for (String path : text.substring(at, close).split("\\|", -1)) {
                try {
                    paths.add(FieldPath.of(path.strip(), scope));
                } catch (IllegalArgumentException e) {
                    yaml.wrong(String.valueOf(e.getMessage()));
                }
            }
            at = close + 1;
            return (run, out, sources) -> append(paths, run, out, sources);
        }

        private Piece optional() {
            if (++depth > MAX_DEPTH) {
                yaml.wrong("brackets go at most " + MAX_DEPTH + " deep");
                at = text.length();
            }
            List<Piece> inner = sequence(true);
            depth--;
            return (run, out, sources) -> {
                int length = out.length();
                int used = sources.size();
                for (Piece piece : inner) {
                    if (!piece.append(run, out, sources)) {
                        out.setLength(length);
                        sources.subList(used, sources.size()).clear();
                        break;
                    }
                }
                return true;
            };
        }

        /** Whether a host comes next: an address of version 6 stands in brackets there. */
        private static boolean endsWithSlashes(StringBuilder out) {
            int length = out.length();
            return length > 2 && out.substring(length - 3).equals("://");
        }

        private static boolean append(List<FieldPath> paths, Run run, StringBuilder out, List<SourceNode> sources) {
            for (FieldPath path : paths) {
                SourceNode node = path.findPresent(run);
                String value = node == null ? null : node.text();
                if (node != null && value != null) {
                    boolean six = value.indexOf(':') >= 0 && endsWithSlashes(out) && IpAddress.isIp(value);
                    out.append(six ? "[" + value + "]" : value);
                    sources.add(node);
                    return true;
                }
            }
            return false;
        }
    }
}
