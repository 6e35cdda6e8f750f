package versioning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type foreignTypeOptions struct {
	Shared []string `json:"shared"`
}

var foreignType = lint.NewWith(lint.Meta{
	ID:       "foreign-type",
	Title:    "a field is of a type that belongs to another API",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{213, 215},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, foreignTypeOptions{Shared: []string{"google.api", "google.cloud.location", "google.iam.v1", "google.longrunning", "google.protobuf", "google.rpc"}},
	func(options foreignTypeOptions) lint.Hooks { return lint.Hooks{Field: options.check} })

func (o foreignTypeOptions) check(p *lint.Pass, f *spec.Field) {
	t := f.Type
	for t != nil && (t.Kind == spec.KindArray || t.Kind == spec.KindMap) {
		t = t.Items
	}
	if t == nil || t.Kind != spec.KindReference || t.Target == nil || t.Target.Kind == spec.KindEnum || t.Target.Parent == nil {
		return
	}
	other := root(t.Target.Parent).Local
	if other == p.API.Name || o.isShared(other) || wholeAPI(other) == wholeAPI(p.API.Name) {
		return
	}
	p.Report(&f.Node, t.NameSpan,
		fmt.Sprintf("%s is of a type of package %s, so a change there changes this API too, and their versions depend on each other", f.Name, other),
		lint.Cure(fmt.Sprintf("declare what is needed of it in %s, or move it to a package of shared types", p.API.Name)))
}

// isShared reports whether the package is there for all APIs: one of those that are listed, or a
// package of component types (AIP-213).
func (o foreignTypeOptions) isShared(pkg string) bool {
	if strings.HasSuffix(pkg, ".type") || strings.Contains(pkg, ".type.") {
		return true
	}
	for _, shared := range o.Shared {
		if pkg == shared || strings.HasPrefix(pkg, shared+".") {
			return true
		}
	}
	return false
}

// wholeAPI returns the package up to its version: what lies below belongs to the same API.
func wholeAPI(pkg string) string {
	parts := strings.Split(pkg, ".")
	for i := len(parts) - 1; i > 0; i-- {
		if _, ok := parseNumber(parts[i]); ok {
			return strings.Join(parts[:i+1], ".")
		}
	}
	return pkg
}
