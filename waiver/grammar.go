package waiver

import (
	"cmp"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const (
	mark   = "bylaw:"
	ignore = mark + "ignore"
	// form is the grammar in one line, for messages.
	form = "write bylaw:ignore RULE[,RULE] [until=2027-03-01] [owner=team] -- reason"
)

// directives returns what a comment says to the tool: the text from "bylaw:" to the end of each of
// its lines that begins so, comment markers aside.
func directives(comment source.Span) []source.Span {
	var found []source.Span
	text, at := comment.Text(), 0
	for line := range strings.SplitSeq(text, "\n") {
		start := at + len(line) - len(strings.TrimLeft(line, " \t/*#"))
		end := at + len(strings.TrimRight(strings.TrimSuffix(strings.TrimRight(line, " \t\r"), "*/"), " \t"))
		if start < end && strings.HasPrefix(text[start:end], mark) {
			found = append(found, comment.Slice(start, end))
		}
		at += len(line) + 1
	}
	return found
}

// misplaced reports a suppression that stands behind other words of its comment, where it would do
// nothing. Prose about suppressions names no rule.
func (r *reader) misplaced(comment source.Span) {
	text := comment.Text()
	at := strings.Index(text, ignore+" ")
	if at < 0 {
		return
	}
	rest := strings.TrimLeft(text[at+len(ignore):], " ")
	end := strings.IndexAny(rest, ", \t\r\n")
	if end < 0 {
		end = len(rest)
	}
	if _, known := r.names.Resolve(rest[:end]); known {
		r.fail(comment.Slice(at, at+len(ignore)), "a suppression must stand first in its comment", "give it a comment of its own")
	}
}

// reader reads suppressions and notes what is wrong with them.
type reader struct {
	names    Names
	findings []report.Finding
}

func (r *reader) fail(span source.Span, message, cure string, fixes ...report.Fix) {
	r.findings = append(r.findings, report.Finding{
		Rule: report.MalformedSuppression, Severity: report.Error, Message: message, Cure: cure, Span: span, Fixes: fixes,
	})
}

// read reads one directive. It returns false if it is malformed, which hides nothing; a rule that
// does not exist spoils only itself. Of several mistakes the first is told.
func (r *reader) read(directive source.Span) (Suppression, bool) {
	s := Suppression{Span: directive}
	text := directive.Text()
	verb, _, _ := strings.Cut(strings.ReplaceAll(text, "\t", " "), " ")
	if verb != ignore {
		r.fail(directive.Slice(0, len(verb)), "unknown directive "+verb, form)
		return s, false
	}
	end := reasonAt(text)
	if end < 0 {
		r.fail(directive, "the suppression gives no reason", form)
		return s, false
	}
	s.Reason = strings.TrimSpace(text[end+len("--"):])
	if s.Reason == "" {
		r.fail(directive.Slice(end, len(text)), "the suppression gives no reason", "say why behind the --")
		return s, false
	}
	return s, r.head(&s, directive.Slice(len(verb), end))
}

// reasonAt returns the offset of the "--" that stands as a word of its own, or -1.
func reasonAt(text string) int {
	for at := 0; ; {
		next := strings.Index(text[at:], "--")
		if next < 0 {
			return -1
		}
		at += next
		after := text[at+len("--"):]
		if blank(text[at-1]) && (after == "" || blank(after[0])) {
			return at
		}
		at += len("--")
	}
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

// head reads what stands between "bylaw:ignore" and "--": rules, then key=value words.
func (r *reader) head(s *Suppression, head source.Span) bool {
	settings, end := fields(head), head.Len()
	for len(settings) > 0 && !strings.Contains(settings[0].Text(), "=") {
		settings = settings[1:]
	}
	if len(settings) > 0 {
		end = int(settings[0].Start - head.Start)
	}
	if !r.rules(s, head.Slice(0, end)) {
		return false
	}
	for _, word := range settings {
		if !r.setting(s, word) {
			return false
		}
	}
	return true
}

func fields(span source.Span) []source.Span {
	var words []source.Span
	text := span.Text()
	for at := 0; at < len(text); {
		start := at + len(text[at:]) - len(strings.TrimLeft(text[at:], " \t"))
		length := strings.IndexAny(text[start:], " \t")
		if length < 0 {
			length = len(text) - start
		}
		if length > 0 {
			words = append(words, span.Slice(start, start+length))
		}
		at = start + length
	}
	return words
}

// rules reads the list of rules.
func (r *reader) rules(s *Suppression, list source.Span) bool {
	text, at := list.Text(), 0
	if strings.TrimSpace(text) == "" {
		r.fail(s.Span, "the suppression names no rule", form)
		return false
	}
	for part := range strings.SplitSeq(text, ",") {
		start := at + len(part) - len(strings.TrimLeft(part, " \t"))
		word := list.Slice(start, at+len(strings.TrimRight(part, " \t")))
		at += len(part) + 1
		switch id := word.Text(); {
		case id == "":
			r.fail(s.Span, "a comma stands beside no rule", form)
			return false
		case strings.ContainsAny(id, " \t"):
			r.fail(word, "rules are separated by commas", form)
			return false
		default:
			r.rule(s, id, word)
		}
	}
	return len(s.Rules) > 0
}

// rule adds a rule to the suppression, or says why it cannot be.
func (r *reader) rule(s *Suppression, id string, span source.Span) {
	current, ok := r.names.Resolve(id)
	switch {
	case ok:
		s.Rules = append(s.Rules, Rule{current, span})
		if current != id {
			r.renamed(id, current, span)
		}
	case strings.HasSuffix(id, "*") || id == "all":
		r.fail(span, "a suppression names single rules, so that it hides nothing unforeseen", "name those that are meant")
	case isDiagnostic(id):
		r.fail(span, id+" is said by bylaw itself and cannot be suppressed", "mend what it is about")
	default:
		r.unknownRule(id, span)
	}
}

func (r *reader) renamed(id, current string, span source.Span) {
	r.findings = append(r.findings, report.Finding{
		Rule: report.RenamedRule, Severity: report.Warning, Span: span,
		Message: "rule " + id + " is now called " + current,
		Fixes:   write(span, id, current, report.Safe),
	})
}

func (r *reader) unknownRule(id string, span source.Span) {
	meant := r.names.Suggest(id)
	if meant == "" {
		r.fail(span, "unknown rule "+id, `"bylaw rules" lists them`)
		return
	}
	r.fail(span, "unknown rule "+id, "did you mean "+meant+"?", write(span, id, meant, report.Unsafe)...)
}

// write returns the fix that replaces an ID, where the span is that of the ID.
func write(span source.Span, id, with string, safety report.Safety) []report.Fix {
	if span.Text() != id {
		return nil
	}
	return []report.Fix{{Title: "write " + with, Safety: safety, Edits: []report.Edit{{Span: span, New: with}}}}
}

func isDiagnostic(id string) bool {
	for _, d := range report.Diagnostics() {
		if d.ID == id {
			return true
		}
	}
	return false
}

// setting reads until=… or owner=….
func (r *reader) setting(s *Suppression, word source.Span) bool {
	key, value, found := strings.Cut(word.Text(), "=")
	switch {
	case !found:
		r.fail(word, "unexpected "+word.Text()+" behind the settings", form)
	case key == "until" && s.Until == "" && isDate(value):
		s.Until, s.until = value, word
		return true
	case key == "until" && s.Until == "": // it has ended, but what it hid can say so
		r.fail(word, "until must be a day such as 2027-03-01, not "+value, "")
		s.Until, s.until = cmp.Or(value, "nothing"), word
		return true
	case key == "owner" && s.Owner == "" && value != "":
		s.Owner = value
		return true
	case key == "owner" && value == "":
		r.fail(word, "owner is empty", "name a team: owner=orders")
	case key == "until" || key == "owner":
		r.fail(word, key+" stands here twice", "keep one of them")
	default:
		r.fail(word, "unknown setting "+key, "the settings are until and owner")
	}
	return false
}

// isDate reports whether the text is a day of the calendar, written as RFC 3339 does.
func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}
