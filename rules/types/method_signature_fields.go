package types

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var methodSignatureFields = lint.New(lint.Meta{
	ID:       "method-signature-fields",
	Title:    "a method signature can't be called",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{4232},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	for _, s := range o.Signatures {
		if name := repeatedBeforeEnd(o.RequestType(), s); name != "" {
			p.Report(&o.Node, s.Span,
				fmt.Sprintf("%s is repeated and not the last of the signature: client libraries take the rest of the arguments for it", name),
				lint.Cure(fmt.Sprintf("put %s last, or leave it out", name)))
		}
		if missing := missingFrom(o.RequestType(), s); len(missing) > 0 {
			p.Report(&o.Node, s.Span,
				fmt.Sprintf("the signature lacks %s, without which every call is refused", phrase.And(missing)),
				lint.Cure("add "+phrase.And(missing)))
		}
	}
}})

// repeatedBeforeEnd returns the first field of a signature but the last that is repeated, or that lies within one.
func repeatedBeforeEnd(request *spec.Type, s spec.Signature) string {
	for _, path := range s.Fields[:max(len(s.Fields)-1, 0)] {
		at := request
		for name := range strings.SplitSeq(path, ".") {
			f := fieldNamed(at, name)
			if f == nil {
				break
			}
			if f.Type.Resolve().Kind == spec.KindArray {
				return path
			}
			at = f.Type.Resolve()
		}
	}
	return ""
}

// missingFrom returns the required fields of a request that a signature neither takes nor fills in part.
func missingFrom(request *spec.Type, s spec.Signature) []string {
	if request == nil || len(s.Fields) == 0 {
		return nil // the request itself is the argument
	}
	var missing []string
	for _, f := range request.Fields {
		given := slices.ContainsFunc(s.Fields, func(path string) bool { return path == f.Name || strings.HasPrefix(path, f.Name+".") })
		if f.Behavior.Has(spec.BehaviorRequired) && !given {
			missing = append(missing, f.Name)
		}
	}
	return missing
}

func fieldNamed(t *spec.Type, name string) *spec.Field {
	for _, f := range t.AllFields() {
		if f.Name == name {
			return f
		}
	}
	return nil
}
