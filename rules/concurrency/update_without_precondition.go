package concurrency

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var updateWithoutPrecondition = lint.New(lint.Meta{
	ID:       "update-without-precondition",
	Title:    "readers are shown a version that updates don't ask for",
	Group:    "concurrency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{154},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	seen := map[*spec.Field]bool{}
	updates(p, api, func(o *spec.Operation, shown *spec.Node) {
		switch f := withheld(o); {
		case shown == nil || preconditionOf(o) != nil || seen[f]:
		case f != nil:
			seen[f] = true
			reportWithheld(p, o, f)
		default:
			p.Report(&o.Node, o.NameSpan,
				fmt.Sprintf("%s takes no precondition, though readers are shown %s: a caller can't say which version it has changed, and overwrites what others wrote since",
					standard.Label(o), shown.Name),
				lint.Cure(preconditionIn(api.Format)), lint.Related(shown.NameSpan, "the version"))
		}
	})
}})

// withheld returns the version in what an update sends, if it is output only.
func withheld(o *spec.Operation) *spec.Field {
	if sent := sentResource(o); sent != nil {
		return versionOf(sent.Type)
	}
	return nil
}

func reportWithheld(p *lint.Pass, o *spec.Operation, f *spec.Field) {
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s is output only, so %s can't say which version it has changed: clients leave out what is output only, and overwrite what others wrote since",
			f.Name, standard.Label(o)),
		append(sendable(f), lint.Cure(fmt.Sprintf("take OUTPUT_ONLY from %s, so that updates send it back (AIP-154)", f.Name)),
			lint.Related(o.NameSpan, "the update"))...)
}

// sendable takes the mark away. It is unsafe: the service has to compare what comes.
func sendable(f *spec.Field) []lint.Option {
	if f.Behavior != spec.BehaviorOutputOnly || f.Syntax == nil {
		return nil
	}
	mark, ok := f.Syntax.Removal("(google.api.field_behavior)")
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "let updates send " + f.Name, Safety: report.Unsafe, Edits: []report.Edit{{Span: mark}}})}
}

func preconditionIn(format spec.Format) string {
	if format == spec.Proto {
		return "take the resource with its etag, or add string etag to the request, and answer ABORTED to an old one (AIP-154)"
	}
	return "take the header If-Match, and answer 412 to an old one (RFC 9110)"
}
