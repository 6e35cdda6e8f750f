package words

import "strings"

// Case is a way to write several words as one identifier.
type Case uint8

// The cases. A single lower-case word is in Snake, Camel and Kebab alike.
const (
	Snake  Case = iota // page_size
	Camel              // pageSize
	Kebab              // page-size
	Pascal             // PageSize
	Upper              // PAGE_SIZE
)

var caseNames = [...]string{"snake", "camel", "kebab", "pascal", "upper"}

// Cases returns all cases.
func Cases() []Case { return []Case{Snake, Camel, Kebab, Pascal, Upper} }

// String returns the name of the case: "snake", "camel", "kebab", "pascal" or "upper".
func (c Case) String() string { return caseNames[c] }

// Title returns the name of the case written in it: "snake_case", "camelCase" …
func (c Case) Title() string {
	return [...]string{"snake_case", "camelCase", "kebab-case", "PascalCase", "UPPER_CASE"}[c]
}

// ParseCase reads what String writes.
func ParseCase(name string) (Case, bool) {
	for _, c := range Cases() {
		if c.String() == name {
			return c, true
		}
	}
	return 0, false
}

// Has reports whether the name is written in the case. Acronyms count as words either way:
// "httpURL" and "httpUrl" are both camel.
func (c Case) Has(name string) bool {
	if name == "" {
		return false
	}
	switch c {
	case Snake:
		return isLower(name[0]) && only(name, isLower, '_')
	case Kebab:
		return isLower(name[0]) && only(name, isLower, '-')
	case Upper:
		return isUpper(name[0]) && only(name, isUpper, '_')
	case Camel:
		return isLower(name[0]) && only(name, isLetter, 0)
	default:
		return isUpper(name[0]) && only(name, isLetter, 0)
	}
}

// only reports whether the name consists of letters, digits and single separators, none at the
// end. A separator of 0 allows none.
func only(name string, letter func(byte) bool, separator byte) bool {
	last := byte(0)
	for i := range len(name) {
		b := name[i]
		switch {
		case letter(b), '0' <= b && b <= '9':
		case separator != 0 && b == separator && last != separator:
		default:
			return false
		}
		last = b
	}
	return last != separator || separator == 0
}

func isLower(b byte) bool  { return 'a' <= b && b <= 'z' }
func isUpper(b byte) bool  { return 'A' <= b && b <= 'Z' }
func isLetter(b byte) bool { return isLower(b) || isUpper(b) }

// Write puts the words of a name, written in whatever case, into this one.
func (c Case) Write(name string) string {
	if c != Pascal && c.Has(name) && (c != Camel || Snake.Has(name)) {
		return name // as most names are; a camel "httpURL" still becomes httpUrl
	}
	return c.Join(Split(name))
}

// Like writes lower-case words in the case that a name is in, or else in snake_case.
func Like(name string, all []string) string {
	for _, c := range Cases() {
		if c.Has(name) {
			return c.Join(all)
		}
	}
	return Snake.Join(all)
}

// Join writes lower-case words as one identifier.
func (c Case) Join(words []string) string {
	switch c {
	case Snake:
		return strings.Join(words, "_")
	case Kebab:
		return strings.Join(words, "-")
	case Upper:
		return strings.ToUpper(strings.Join(words, "_"))
	}
	var out strings.Builder
	for i, word := range words {
		if i > 0 || c == Pascal {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		out.WriteString(word)
	}
	return out.String()
}
