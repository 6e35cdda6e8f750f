package proto

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/bufbuild/protocompile/reporter"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// reportCompileErrors turns what the compiler says of the unit into findings, apart from what has
// been found and told better before.
func (u *unit) reportCompileErrors() {
	told := map[int32]bool{}
	var unknown []source.Span
	for _, f := range u.findings {
		told[f.Span.Start] = true
		if f.Rule == report.UnresolvedReference {
			unknown = append(unknown, f.Span)
		}
	}
	for _, err := range u.linked.errs[:min(len(u.linked.errs), maxCompileErrors)] {
		if err.GetPosition().Filename != u.name {
			continue
		}
		span := u.errorSpan(err)
		text := err.Unwrap().Error()
		if told[span.Start] || toldElsewhere(text) || aboutUnknown(text) && (u.holes || u.linked.partly || anyWithin(unknown, span)) {
			continue
		}
		told[span.Start] = true
		u.reportCompileError(span, text)
	}
	if u.linked.failure != "" && len(u.findings) == 0 {
		u.report(report.Internal, source.Span{}, "compiling this file failed: "+u.linked.failure, "")
	}
}

func anyWithin(spans []source.Span, outer source.Span) bool {
	return slices.ContainsFunc(spans, outer.Contains)
}

func (u *unit) errorSpan(err reporter.ErrorWithPos) source.Span {
	start := err.Start().Offset
	end := max(err.End().Offset+1, start+1) // the compiler's end is the place of the last byte
	return u.file.Span(u.bom+start, u.bom+end)
}

// aboutUnknown reports whether an error can come from an import that is missing.
func aboutUnknown(text string) bool {
	return strings.Contains(text, "unknown") || strings.Contains(text, "unrecognized") || strings.Contains(text, "unable to resolve")
}

// toldElsewhere reports whether an error is about two files. Which of them the compiler names
// depends on the order it met them in, so these are looked for before.
func toldElsewhere(text string) bool {
	return strings.Contains(text, "extension with tag")
}

// What the compiler says, where we know better words for it.
var (
	sameNumber   = regexp.MustCompile(`^message (\S+): fields (\S+) and (\S+) both have the same tag (\d+)$`)
	alreadyNamed = regexp.MustCompile(`^symbol "([^"]+)" already defined at (.+):(\d+):\d+(; protobuf uses C\+\+ scoping)?`)
)

func (u *unit) reportCompileError(span source.Span, text string) {
	if m := sameNumber.FindStringSubmatch(text); m != nil {
		u.report(report.CompileError, span, fmt.Sprintf("%s and %s of message %s both have number %s, so readers cannot tell their values apart", m[2], m[3], m[1], m[4]),
			"give one of them a number that has never been used")
		return
	}
	if m := alreadyNamed.FindStringSubmatch(text); m != nil {
		u.reportNamedTwice(span, m)
		return
	}
	if strings.HasPrefix(text, "message nesting depth") {
		u.report(report.TooDeep, span, "messages are nested more than 31 levels deep here, which no protobuf compiler accepts", "move the inner messages out")
		return
	}
	u.report(report.CompileError, span, text, "")
}

// reportNamedTwice reports a name that one file declares twice.
func (u *unit) reportNamedTwice(span source.Span, match []string) {
	message := match[1] + " is already declared in this file"
	cure := "rename one of them"
	if match[4] != "" {
		message += "; enum values are names in the scope around their enum"
		cure = "begin the value's name with that of its enum"
	}
	var related []report.Related
	if match[2] == u.name {
		line, _ := strconv.Atoi(match[3])
		related = append(related, report.Related{Message: "first declared here", Span: wordOn(u.file.Line(line), simpleName(match[1]))})
	}
	u.report(report.DuplicateSymbol, span, message, cure, related...)
}

// wordOn returns the first place of a name on a line, or the line. The compiler's columns count
// tabs as it sees them, and so can't be used.
func wordOn(line source.Span, name string) source.Span {
	text := line.Text()
	for at := 0; ; {
		found := strings.Index(text[at:], name)
		if found < 0 {
			return line
		}
		start := at + found
		end := start + len(name)
		whole := (start == 0 || !isLetter(text[start-1]) && !isDigit(text[start-1])) && (end == len(text) || !isLetter(text[end]) && !isDigit(text[end]))
		if whole {
			return line.Slice(start, end)
		}
		at = end
	}
}
