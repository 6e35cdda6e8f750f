package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxFindings bounds what is said of one interaction.
const maxFindings = 100

// finding is what is wrong, before it is told whom it hurts.
type finding struct {
	rule     string
	severity report.Severity
	message  string
	cure     string
	span     source.Span
	about    *spec.Node  // in the spec; nil: the operation
	place    source.Span // in the spec, smaller than that of about; zero: that of about
	note     string      // what the spec says there; "": it says it
	key      string      // what is the same at several places is said once; "": always
	part     Part
	path     string       // as that of a Use
	also     []*spec.Node // what else of the spec it is about
	shown    string       // the path as the message has it; "": it has none
}

// same is what findings about one thing have in common, wherever their values stand.
func (f *finding) same() string {
	if f.shown == "" {
		return f.message
	}
	return strings.ReplaceAll(f.message, f.shown, "")
}

// full reports whether enough is said of the interaction.
func (x *interaction) full() bool { return len(x.problems) >= maxFindings }

func (x *interaction) say(f finding) {
	if x.full() {
		x.skip("more is wrong with it than is listed")
		return
	}
	if f.key != "" && x.said[f.rule+" "+f.key] {
		return
	}
	x.said[f.rule+" "+f.key] = true
	broken := f.severity == report.Error
	if x.Pending && f.severity == report.Error {
		f.severity, f.message = report.Warning, f.message+" (the interaction is pending)"
	}
	about := f.about
	if about == nil && x.operation != nil {
		about = &x.operation.Node
	}
	told := report.Finding{Rule: f.rule, Severity: f.severity, Message: x.who + ": " + f.message, Cure: f.cure, Span: f.span}
	if told.Span.IsZero() {
		told.Span = x.Span
	}
	if about != nil {
		if f.place.IsZero() {
			f.place = about.NameSpan
		}
		if told.Element, f.place = x.origin(about, f.place); !f.place.IsZero() {
			told.Related = []report.Related{{Message: cmp.Or(f.note, "the spec says it here"), Span: f.place}}
		}
	}
	x.problems = append(x.problems, Problem{Finding: told, Part: f.part, Path: f.path, Elements: x.concerned(f), Broken: broken, who: x.who, same: f.same()})
}

// concerned returns what of the spec a finding is about, as the user has written it.
func (x *interaction) concerned(f finding) []spec.ID {
	var all []spec.ID
	for _, n := range append([]*spec.Node{f.about}, f.also...) {
		if id := x.element(n); id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// overlook says that a part of the interaction isn't looked at, so that its uses may lack some.
func (x *interaction) overlook(why string) {
	x.overlooked = true
	x.skip(why)
}

func (x *interaction) skip(why string) {
	one := report.NotChecked{What: x.who, Why: why}
	for _, s := range x.skipped {
		if s == one {
			return
		}
	}
	x.skipped = append(x.skipped, one)
}
