package ecma

import "unicode/utf8"

// class reads what follows an opening bracket, up to the closing one.
func (t *translator) class(start int) {
	negated := t.next("^")
	var members set
	for !t.next("]") {
		if !t.more() {
			t.fail(start, "this class has no end")
			return
		}
		t.classMember(&members)
	}
	if !negated && members.onlySurrogates() {
		t.fail(start, "half a surrogate pair occurs in no valid text; write the characters as \\u{…}")
		return
	}
	members.negated = negated
	t.emit(members.String())
}

// classMember reads a character, an escape that stands for several, or a range.
func (t *translator) classMember(members *set) {
	start := t.at
	low, single := t.classAtom(members)
	dash := t.at
	if !t.next("-") {
		members.one(low, single)
		return
	}
	if !t.more() || t.in[t.at] == ']' {
		t.at = dash // the last - stands for itself
		members.one(low, single)
		return
	}
	high, single2 := t.classAtom(members)
	switch {
	case t.err != nil:
	case !single || !single2: // [\w-.]: without u this is no range
		t.old(start)
		members.one(low, single)
		members.one('-', true)
		members.one(high, single2)
	case high < low:
		t.fail(start, "the ends of this range are out of order")
	default:
		members.add(low, high)
	}
}

// classAtom reads one character of a class. An escape that stands for several goes into members at
// once, and single is false.
func (t *translator) classAtom(members *set) (r rune, single bool) {
	start := t.at
	if t.in[start] != '\\' {
		r, size := utf8.DecodeRuneInString(t.in[start:])
		if r == utf8.RuneError && size == 1 {
			t.fail(start, "the pattern is no valid UTF-8")
			return r, true
		}
		t.at += size
		return r, true
	}
	if several, ok := t.classEscape(); ok {
		members.union(several)
		return 0, false
	}
	if t.next(`\b`) {
		return '\b', true
	}
	if len(t.in)-start > 1 && t.in[start+1] >= '1' && t.in[start+1] <= '9' {
		t.fail(start, "ECMA-262 has no octal escapes; write \\xHH")
		return 0, true
	}
	return t.characterEscape(true), true
}

// classEscape reads an escape that stands for a set of characters, if one follows.
func (t *translator) classEscape() (set, bool) {
	for _, known := range [...]struct {
		text string
		of   func() set
	}{
		{`\d`, digits}, {`\w`, words}, {`\s`, spaces},
		{`\D`, digits}, {`\W`, words}, {`\S`, spaces},
	} {
		if t.next(known.text) {
			s := known.of()
			if known.text[1] < 'a' {
				s = s.complement()
			}
			return s, true
		}
	}
	start := t.at
	if t.next(`\p`) || t.next(`\P`) {
		t.new(start)
		return t.property(start, t.in[start+1] == 'P'), true
	}
	return set{}, false
}

func digits() set {
	var s set
	s.add('0', '9')
	return s
}

func words() set {
	s := digits()
	s.add('A', 'Z')
	s.add('_', '_')
	s.add('a', 'z')
	return s
}

// spaces are ECMA-262's WhiteSpace and LineTerminator: more than RE2's \s.
func spaces() set {
	var s set
	for _, r := range [...][2]rune{
		{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029},
		{0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
	} {
		s.add(r[0], r[1])
	}
	return s
}
