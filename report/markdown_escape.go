package report

import (
	"net/url"
	"strings"
)

// zeroWidthSpace stands within what GitHub and GitLab would turn into a link or a notification.
// They look for these in the rendered text, so that no escape of Markdown helps; it is what
// other tools that quote people's text use.
const zeroWidthSpace = "&#8203;"

// markdownLines escapes a text of several lines for a cell of a table, and keeps its indentation.
func markdownLines(text string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		rest := strings.TrimLeft(line, " ")
		lines = append(lines, strings.Repeat("&nbsp;", len(line)-len(rest))+markdownCell(rest))
	}
	return strings.Join(lines, "<br>")
}

// markdownCell escapes a text so that it shows as what it is, on one line, in a cell of a table or
// anywhere else in a line: no markup, no HTML, no link, no mention of a person, issue or commit
// comes of it.
func markdownCell(text string) string {
	return markdownEscaped(text, `\`)
}

// markdownSummary does the same for a line that begins with a tag, in which nothing but HTML counts.
func markdownSummary(text string) string {
	return markdownEscaped(text, "")
}

func markdownEscaped(text, escape string) string {
	text = strings.TrimSpace(visible(text))
	var b strings.Builder
	b.Grow(len(text))
	for i := range len(text) {
		b.WriteString(markdownByte(text, i, escape))
	}
	return b.String()
}

// markdownByte escapes the byte at i. Bytes of other characters than ASCII are left alone.
func markdownByte(text string, i int, escape string) string {
	c := text[i]
	switch c {
	case '\\', '`', '*', '_', '[', ']', '|', '~':
		return escape + string(c)
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '&':
		return "&amp;"
	case '$': // begins a formula
		return "&#36;"
	case '@', '#', '!', '%', ':': // a person; an issue; a merge request, a milestone of GitLab; an emoji, a URL
		if joined(text, i) {
			return string(c) + zeroWidthSpace
		}
	case '-', '.': // GH-123; www.example.com
		if linked(text[:i], text[i+1:]) {
			return string(c) + zeroWidthSpace
		}
	}
	return text[i : i+1]
}

// joined reports whether the sign at i could begin a reference, which goes on at once.
func joined(text string, i int) bool {
	if i+1 == len(text) {
		return false
	}
	next := text[i+1]
	switch text[i] {
	case ':':
		return next == '/' || isWord(next) && strings.Contains(text[i+1:], ":")
	case '#', '!', '%', '@':
		return isWord(next) || next == '"' || next == '-' || next >= 0x80
	}
	return false
}

// linked reports whether what ends with before and goes on with after would become a link.
func linked(before, after string) bool {
	if after == "" {
		return false
	}
	size := len(before)
	isIssue := size >= 2 && strings.EqualFold(before[size-2:], "GH") && after[0] >= '0' && after[0] <= '9'
	isHost := size >= 3 && strings.EqualFold(before[size-3:], "www")
	return isIssue || isHost
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// markdownLink returns an address as the target of a link; "" if it is none of the web.
func markdownLink(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return ""
	}
	return strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", "\\", "%5C").Replace(parsed.String())
}
