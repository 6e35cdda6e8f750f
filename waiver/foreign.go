package waiver

import (
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// The comments by which other linters are told to be silent: `buf:lint:ignore RULE` to buf, and
// `api-linter: core::0131::http-body=disabled` within an internal comment to api-linter.
var (
	toBuf       = regexp.MustCompile(`^buf:lint:ignore[ \t]+([A-Z0-9_]+)`)
	toAPILinter = regexp.MustCompile(`^(?:\(--[ \t]*)?api-linter:[ \t]*([a-z0-9:-]+)[ \t]*=[ \t]*disabled`)
)

// foreign reads what a comment says to another linter, so that who comes from there need not say it
// again: the suppressions of those of our rules that take the place of the named ones. They ask for
// no owner and no end, and are never called unused: they stand there for the other tool.
func (c *collector) foreign(comment source.Span) []Suppression {
	var read []Suppression
	text, at := comment.Text(), 0
	for line := range strings.SplitSeq(text, "\n") {
		said := strings.TrimLeft(line, " \t/*")
		start := at + len(line) - len(said)
		span := comment.Slice(start, start+len(strings.TrimRight(said, " \t\r")))
		if match := toBuf.FindStringSubmatch(said); match != nil {
			read = append(read, c.translated("buf", match[1], span)...)
		} else if match := toAPILinter.FindStringSubmatch(said); match != nil {
			read = append(read, c.translated("api-linter", match[1], span)...)
		}
		at += len(line) + 1
	}
	return read
}

func (c *collector) translated(linter, id string, span source.Span) []Suppression {
	s := Suppression{Reason: "said to " + linter, Span: span, Foreign: true}
	for _, ours := range c.names.Counterparts(linter, id) {
		s.Rules = append(s.Rules, Rule{ours, span})
	}
	if len(s.Rules) == 0 {
		return nil
	}
	return []Suppression{s}
}

// ofFile reports whether what stands below a comment is about the file as a whole.
func (t *text) ofFile(at source.Span) bool {
	rest := string(t.content[at.Start:])
	return strings.HasPrefix(rest, "syntax") || strings.HasPrefix(rest, "package") || strings.HasPrefix(rest, "edition")
}
