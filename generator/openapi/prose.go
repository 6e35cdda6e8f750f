package openapi

import (
	"regexp"
	"strings"
)

// prose makes Markdown of a comment: what is for insiders (AIP-192) goes, lines that belong together are joined, and
// links to elements of proto become their text.
func prose(doc string) string {
	doc = protoLink.ReplaceAllString(insider.ReplaceAllString(doc, ""), "$1")
	var out []string
	var paragraph []string
	fenced := false
	flush := func() {
		if len(paragraph) > 0 {
			// A link may be broken before its address, where Markdown wants nothing.
			out = append(out, strings.ReplaceAll(strings.Join(paragraph, "\n"), "]\n(http", "](http"))
			out[len(out)-1] = strings.ReplaceAll(out[len(out)-1], "\n", " ")
			paragraph = nil
		}
	}
	for _, line := range strings.Split(doc, "\n") {
		line = strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), " \r")
		fence := strings.HasPrefix(strings.TrimSpace(line), "```")
		switch {
		case fence || fenced || structured(line):
			flush()
			out = append(out, line)
			fenced = fenced != fence
		case line == "":
			flush()
			out = append(out, "")
		default:
			paragraph = append(paragraph, line)
		}
	}
	flush()
	return strings.Trim(blankLines.ReplaceAllString(strings.Join(out, "\n"), "\n\n"), "\n ")
}

var (
	insider    = regexp.MustCompile(`(?s)\(--.*?--\)`)
	protoLink  = regexp.MustCompile(`\[([^\[\]\n]+)\]\[[A-Za-z0-9_.]*\]`)
	blankLines = regexp.MustCompile(`\n{3,}`)
	item       = regexp.MustCompile(`^([-*+>|#]|[0-9]+[.)] )`)
)

// structured reports whether a line stands for itself in Markdown: an item, a quote, a table, a heading, code.
func structured(line string) bool {
	return line != "" && (strings.HasPrefix(line, " ") || item.MatchString(line))
}

// summary splits a description into its first sentence, if that is a line on its own, and the whole where there is more.
func summary(doc string) (first, whole string) {
	paragraph, _, more := strings.Cut(doc, "\n")
	first = sentence(paragraph)
	if len(first) > maxSummary {
		return "", doc
	}
	if more || len(first)+1 < len(paragraph) {
		whole = doc
	}
	return strings.TrimSuffix(first, "."), whole
}

// maxSummary is how long a summary gets, in bytes; it is what lists of operations show.
const maxSummary = 100

// sentence returns the text up to the first full stop that a space follows.
func sentence(text string) string {
	if at := strings.Index(text, ". "); at >= 0 {
		return text[:at+1]
	}
	return text
}

// paragraphs joins what is to be said, each in a paragraph of its own.
func paragraphs(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, part)
		}
	}
	if text := strings.Join(said, "\n\n"); strings.Contains(text, "\n") {
		return wrap(text)
	}
	return strings.Join(said, "\n\n")
}

// proseWidth is how long lines of prose get where there are several; Markdown reads them as one.
const proseWidth = 100

// wrap breaks the long lines of a text of several paragraphs, code apart.
func wrap(text string) string {
	var out []string
	fenced := false
	for _, line := range strings.Split(text, "\n") {
		fence := strings.HasPrefix(strings.TrimSpace(line), "```")
		fenced = fenced != fence
		indent := ""
		if strings.HasPrefix(line, "- ") {
			indent = "  "
		}
		if fence || fenced || len(line) <= proseWidth || indent == "" && structured(line) {
			out = append(out, line)
			continue
		}
		for i, part := range fold(line, proseWidth) {
			if i > 0 {
				part = indent + part
			}
			out = append(out, part)
		}
	}
	return strings.Join(out, "\n")
}

// words splits a name in snake or camel case: "OrderService" becomes "Order Service".
func words(name string) string {
	name = strings.ReplaceAll(name, "_", " ")
	return hump.ReplaceAllString(name, "$1 $2")
}

var hump = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// lowerFirst makes camelCase of PascalCase: "HTTPGet" becomes "httpGet".
func lowerFirst(name string) string {
	for i := range len(name) {
		if name[i] < 'A' || name[i] > 'Z' {
			if i > 1 {
				i--
			}
			return strings.ToLower(name[:i]) + name[i:]
		}
	}
	return strings.ToLower(name)
}

// upperFirst begins a name with a capital.
func upperFirst(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
