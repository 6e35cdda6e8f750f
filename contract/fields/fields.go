// Package fields reads the members of objects in the files that contracts come from, and says what is
// wrong with them: each mistake once, with its place and within bounds. It knows none of the formats.
package fields

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The IDs of what is found in files.
const (
	// Structure: the file is not built as its format says.
	Structure = "contract/structure"
	// NotTaken: something in the file is no part of a contract here, or nothing that may be run.
	NotTaken = "contract/not-taken"
	// Redacted: a secret stands in the file; it was not copied.
	Redacted = "contract/redacted"
	// Reference: the file refers to another one, which is not opened.
	Reference = "contract/file-reference"
)

// MaxFindings bounds what is said of one file; after it only their number would grow.
const MaxFindings = 500

// Reader collects what is found in one file.
type Reader struct {
	found []report.Finding
	more  int
	worst report.Severity // of those that are not listed
	last  source.Span

	hidden map[string]*secrets
}

// secrets are those of one kind: recorded traffic has the same ones in each exchange.
type secrets struct{ at, times int }

// Findings returns what was found, in order. If there was more than MaxFindings, the last one says so.
func (r *Reader) Findings() []report.Finding {
	if r.more > 0 {
		r.found = append(r.found, report.Finding{
			Rule: Structure, Severity: r.worst, Span: r.last,
			Message: fmt.Sprintf("%d more findings of this file are not listed", r.more),
		})
		r.more = 0
	}
	for _, s := range r.hidden {
		if s.times > 1 {
			r.found[s.at].Message += fmt.Sprintf(" (%d times)", s.times)
		}
	}
	r.hidden = nil
	return report.Sort(r.found)
}

// Say adds a finding.
func (r *Reader) Say(f report.Finding) {
	if len(r.found) >= MaxFindings {
		r.more++
		r.worst = max(r.worst, f.Severity)
		r.last = f.Span
		return
	}
	r.found = append(r.found, f)
}

// Fail adds a mistake in the file.
func (r *Reader) Fail(span source.Span, message, cure string) {
	r.Say(report.Finding{Rule: Structure, Severity: report.Error, Span: span, Message: message, Cure: cure})
}

// Skip says what is not taken, and what its reader loses by that.
func (r *Reader) Skip(span source.Span, message, cure string) {
	r.Say(report.Finding{Rule: NotTaken, Severity: report.Warning, Span: span, Message: message, Cure: cure})
}

// Redact says that a secret was not copied, once for all that are called the same.
func (r *Reader) Redact(span source.Span, what string) {
	if known := r.hidden[what]; known != nil {
		known.times++
		return
	}
	if len(r.found) < MaxFindings {
		if r.hidden == nil {
			r.hidden = map[string]*secrets{}
		}
		r.hidden[what] = &secrets{len(r.found), 1}
	}
	r.Say(report.Finding{Rule: Redacted, Severity: report.Info, Span: span, Message: "a secret is not copied, REDACTED stands for it: " + what})
}

// File says that a file that is referred to is not opened; one outside the folder is a mistake.
func (r *Reader) File(span source.Span, name, cure string) {
	if outside(name) {
		r.Say(report.Finding{Rule: Reference, Severity: report.Error, Span: span, Message: fmt.Sprintf("the file %q lies outside the folder of this one: it is refused", name), Cure: cure})
		return
	}
	r.Say(report.Finding{Rule: Reference, Severity: report.Warning, Span: span, Message: fmt.Sprintf("the file %q is not opened, so that its content is missing", name), Cure: cure})
}

// outside reports whether a name leads out of the folder: absolute, by way of .., or as a URL.
func outside(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	return strings.HasPrefix(name, "/") || strings.HasPrefix(name, "~") || strings.Contains(name, ":") || slices.Contains(strings.Split(name, "/"), "..")
}

var kinds = [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}

// Article returns what people call the value's type, with its article.
func Article(v *spec.Value) string { return kinds[v.Kind] }

// Want returns the member if it is of that kind, nil otherwise. Null is as good as absent.
func (r *Reader) Want(v *spec.Value, key string, kind spec.ValueKind) *spec.Value {
	member := v.Get(key)
	if member == nil || member.Kind == spec.Null {
		return nil
	}
	if member.Kind != kind {
		r.Fail(member.Span, fmt.Sprintf("%q is %s, but must be %s", key, Article(member), kinds[kind]), "")
		return nil
	}
	return member
}

// Text returns a member that is a string, "" where there is none.
func (r *Reader) Text(v *spec.Value, key string) string { return r.Want(v, key, spec.Str).String() }

// List returns the items of a member that is an array.
func (r *Reader) List(v *spec.Value, key string) []*spec.Value {
	if found := r.Want(v, key, spec.List); found != nil {
		return found.Items
	}
	return nil
}

// Objects returns those items of a member that are objects, and at most so many; what they are is for
// people.
func (r *Reader) Objects(v *spec.Value, key, what string, most int) []*spec.Value {
	var objects []*spec.Value
	for i, item := range r.List(v, key) {
		if i == most {
			r.Fail(item.Span, fmt.Sprintf("there are more than %d: the rest is left out", most), "split the file")
			break
		}
		if item.Kind != spec.Map {
			r.Fail(item.Span, fmt.Sprintf("%s is an object, this one is %s", what, Article(item)), "")
			continue
		}
		objects = append(objects, item)
	}
	return objects
}

// Status returns a member that is the status of a response, 0 where it is none.
func (r *Reader) Status(v *spec.Value, key string) int {
	member := v.Get(key)
	if member == nil || member.Kind == spec.Null {
		return 0
	}
	n, ok := member.Int()
	if !ok || n < 100 || n > 999 {
		r.Fail(member.Span, "a status is a number of three digits", "")
		return 0
	}
	return int(n)
}

// Place returns where the member stands, or the object where it is absent.
func Place(v *spec.Value, key string) source.Span {
	if member := v.Get(key); member != nil {
		return member.Span
	}
	return v.Span
}
