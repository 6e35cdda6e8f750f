package types

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var updateWithoutMask = lint.New(lint.Meta{
	ID:       "update-without-mask",
	Title:    "an update can't say which fields it is about",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{134, 161},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || hasMask(o) {
			return
		}
		if p.API.Format == spec.Proto {
			checkUpdate(p, o)
		} else {
			checkPatch(p, o)
		}
	},
})

// hasMask reports whether a caller can name the fields: update_mask, updateMask, field_mask, also among
// the options of the update.
func hasMask(o *spec.Operation) bool {
	for _, input := range o.Inputs() {
		if isMask(input.Field) || strings.HasSuffix(words.Snake.Write(input.Name), "options") && slices.ContainsFunc(input.Type.Resolve().AllFields(), isMask) {
			return true
		}
	}
	return false
}

func isMask(f *spec.Field) bool {
	return f.Type.Resolve().ID() == "google.protobuf.FieldMask" || strings.HasSuffix(words.Snake.Write(f.Name), "mask")
}

// checkUpdate looks at updates that take the resource as a message in which an absent field and an
// empty one are the same. PUT replaces the whole, and needs no mask.
func checkUpdate(p *lint.Pass, o *spec.Operation) {
	if verb := standard.Verb(p.Words, o); verb != "update" && verb != "patch" || o.Method() == "PUT" || o.Streaming&spec.ClientStreaming != 0 {
		return
	}
	resource := updated(o)
	if resource == nil {
		return
	}
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s can't tell which fields of %s are to change: one that a caller doesn't know of is erased, or none can ever be emptied",
			o.Name, resource.Name),
		append(addMask(p.API, o, resource), lint.Cure("add google.protobuf.FieldMask update_mask to the request (AIP-134)"),
			lint.Related(resource.NameSpan, "what is updated"))...)
}

// updated returns the field of the request that holds the resource: the one that the rpc, or the
// HTTP body, is named after.
func updated(o *spec.Operation) *spec.Field {
	_, noun, _ := strings.Cut(words.Snake.Write(o.Name), "_")
	for _, f := range o.RequestType().AllFields() {
		t := f.Type.Resolve()
		named := f.Name == noun || len(o.HTTP) > 0 && o.HTTP[0].Body == f.Name
		if named && t.Kind == spec.KindObject && erases(t) {
			return f
		}
	}
	return nil
}

// erases reports whether a message has at least two fields that callers may set and of which a
// reader can't tell whether they were. Lists and maps are not counted: none can.
func erases(t *spec.Type) bool {
	count := 0
	for _, f := range t.Fields {
		if f.Presence == spec.PresenceImplicit && f.OneOf == nil && !f.Behavior.Has(spec.BehaviorOutputOnly) &&
			f.Name != "name" && f.Name != "etag" && isScalar(f.Type.Resolve().Kind) {
			count++
		}
	}
	return count >= 2
}

func isScalar(kind spec.Kind) bool {
	return kind != spec.KindArray && kind != spec.KindMap && kind != spec.KindObject
}

// checkPatch looks at PATCH with plain JSON, which has no meaning of its own: RFC 5789 leaves it to the
// media type, and application/json says nothing of null and of what is left out.
func checkPatch(p *lint.Pass, o *spec.Operation) {
	if o.Method() != "PATCH" || o.Request == nil || !isAmbiguous(o.RequestType()) {
		return
	}
	var plain *spec.MediaType
	for _, m := range o.Request.Content {
		switch name, _, _ := strings.Cut(m.Name, ";"); {
		case name == "application/json":
			plain = m
		case strings.Contains(name, "patch"):
			return
		}
	}
	if plain == nil {
		return
	}
	p.Report(&plain.Node, plain.NameSpan,
		fmt.Sprintf("%s takes %s, which doesn't say whether null empties a property and what becomes of those left out: clients erase what they never meant to",
			standard.Label(o), plain.Name),
		lint.Cure("declare application/merge-patch+json (RFC 7396) or application/json-patch+json (RFC 6902), or a parameter update_mask"),
		lint.Fix(mergePatch(plain)))
}

// isAmbiguous reports whether a body has a property that may be null, or one with parts, which a
// server may merge or replace.
func isAmbiguous(t *spec.Type) bool {
	fields := t.AllFields()
	for _, f := range fields {
		if held := f.Type.Resolve(); f.Type.Nullable || held.Nullable || held.Kind == spec.KindObject {
			return len(fields) > 1
		}
	}
	return false
}

// mergePatch renames the media type. Clients that send the old one would be refused.
func mergePatch(m *spec.MediaType) report.Fix {
	text := strings.Replace(m.NameSpan.Text(), "application/json", "application/merge-patch+json", 1)
	return report.Fix{
		Title: "take application/merge-patch+json", Safety: report.DisplayOnly,
		Edits: []report.Edit{{Span: m.NameSpan, New: text}},
	}
}
