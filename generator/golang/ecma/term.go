package ecma

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func (t *translator) disjunction() {
	if t.depth++; t.depth > deepest {
		t.fail(t.at, "groups are nested more than %d deep", deepest)
	}
	for t.more() && t.in[t.at] != ')' {
		if t.next("|") {
			t.emit("|")
		} else {
			t.term()
		}
	}
	t.depth--
}

// term reads an assertion, or an atom with its quantifier.
func (t *translator) term() {
	start, from := t.at, len(t.out)
	if t.assertion() {
		if t.more() && t.quantifierAhead() {
			t.fail(start, "an assertion can't be repeated")
		}
		return
	}
	t.atom()
	t.quantifier(from)
}

// assertion reads ^ $ \b \B. Without the flags m and i they mean the same in both syntaxes: the ends
// of the text, and an edge of a run of ASCII letters, digits and underscores.
func (t *translator) assertion() bool {
	for _, a := range [...]string{"^", "$", `\b`, `\B`} {
		if t.next(a) {
			t.emit(a)
			return true
		}
	}
	return false
}

func (t *translator) atom() {
	start := t.at
	switch {
	case t.in[start] == '\\':
		t.atomEscape()
	case t.next("("):
		t.group(start)
	case t.next("["):
		t.class(start)
	case t.next("."):
		t.emit(`[^\n\r\x{2028}\x{2029}]`)
	case t.quantifierAhead():
		t.fail(start, "there is nothing to repeat before this")
	default:
		t.literal()
	}
}

// literal reads a character that stands for itself. Lone brackets and braces do so only without u.
func (t *translator) literal() {
	r, size := utf8.DecodeRuneInString(t.in[t.at:])
	if r == '{' || r == '}' || r == ']' {
		t.old(t.at)
	}
	if r == utf8.RuneError && size == 1 {
		t.fail(t.at, "the pattern is no valid UTF-8")
		return
	}
	t.at += size
	t.rune(r)
}

// rune writes a character as an atom that stands for itself.
func (t *translator) rune(r rune) {
	switch {
	case r < utf8.RuneSelf && strings.ContainsRune(`\.+*?()|[]{}^$`, r):
		t.out = append(t.out, '\\', byte(r))
	case r < utf8.RuneSelf && unicode.IsPrint(r), unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r):
		t.out = utf8.AppendRune(t.out, r)
	default:
		t.out = appendHex(t.out, r)
	}
}

// group reads what follows an opening parenthesis. Nobody asks what a group has captured, so none
// captures.
func (t *translator) group(start int) {
	switch {
	case t.next("?:"):
	case t.next("?="), t.next("?!"):
		t.fail(start, "Go's regexp has no lookahead; say it without, or with several schemas in allOf or not")
	case t.next("?<="), t.next("?<!"):
		t.fail(start, "Go's regexp has no lookbehind; say it without, or with several schemas in allOf or not")
	case t.next("?<"):
		t.groupName(start)
	case t.next("?"):
		t.fail(start, "ECMA-262 knows no group that begins so; flags within a pattern don't exist there")
	}
	t.emit("(?:")
	t.disjunction()
	if !t.next(")") {
		t.fail(start, "this group has no end")
	}
	t.emit(")")
}

func (t *translator) groupName(start int) {
	end := strings.IndexByte(t.in[t.at:], '>')
	if end <= 0 {
		t.fail(start, "this group's name has no end")
		return
	}
	name := t.in[t.at : t.at+end]
	for i, r := range name {
		if r != '_' && r != '$' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			t.fail(start, "%q can't name a group", name)
			return
		}
	}
	if !t.name(name) {
		t.fail(start, "two groups are named %q", name)
		return
	}
	t.at += end + 1
}
