package lifecycle

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var softDeleteWithoutExpiry = lint.New(lint.Meta{
	ID:       "soft-delete-without-expiry",
	Title:    "what is deleted can be brought back, and doesn't say until when",
	Group:    "lifecycle",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{164},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || !undeletes(o) {
			return
		}
		resource := o.ResponseType()
		if o.LongRunning != nil {
			resource = o.LongRunning.Response.Resolve()
		}
		if resource == nil || resource.Kind != spec.KindObject || !holdsThing(o, resource) || slices.ContainsFunc(resource.AllFields(), saysExpiry) {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("%s brings back what was deleted, and %s doesn't say until when that is possible: callers learn it when it is too late",
				standard.Label(o), named(resource)),
			lint.Cure(fmt.Sprintf("add %s to it, set when it is deleted", expiry(p.API.Format))))
	},
})

// undeletes reports whether the operation brings a deleted resource back, by its name or its path.
func undeletes(o *spec.Operation) bool {
	verb := standard.End(o.Path())
	return words.First(o.Name) == "undelete" || verb.Kind == spec.Verb && verb.Text == "undelete" || verb.Kind == spec.Literal && verb.Text == "undelete"
}

// holdsThing reports whether an answer is the resource, with fields of its own, and not a message made for
// the rpc or the work that has begun.
func holdsThing(o *spec.Operation, t *spec.Type) bool {
	name := words.Split(t.Name)
	if t.Resource == nil && len(name) > 0 {
		switch name[len(name)-1] {
		case "response", "operation", "empty", "job", "task":
			return false
		}
	}
	return len(t.AllFields()) > 1
}

func named(t *spec.Type) string {
	if t.Name == "" {
		return "its answer"
	}
	return t.Name
}

// saysExpiry reports whether a field says when the resource is, or will be, gone for good: purge_time,
// expires_at, time_to_live.
func saysExpiry(f *spec.Field) bool {
	return slices.ContainsFunc(words.Split(f.Name), func(word string) bool {
		switch word {
		case "purge", "purged", "expire", "expires", "expiry", "expiration", "expired", "ttl", "retention", "retain", "live", "permanent", "permanently":
			return true
		}
		return false
	})
}

func expiry(format spec.Format) string {
	if format == spec.Proto {
		return "google.protobuf.Timestamp purge_time"
	}
	return "purge_time (date-time)"
}
