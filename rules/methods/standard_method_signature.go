package methods

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var standardMethodSignature = lint.New(lint.Meta{
	ID:       "standard-method-signature",
	Title:    "the generated clients of a standard method can't be called with its few arguments",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{131, 132, 133, 134, 135},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	r := standardRequestOf(p, o)
	if r == nil || !r.imports("google/api/client.proto") {
		return
	}
	wanted := r.signature()
	if len(wanted) > 0 && !slices.ContainsFunc(o.Signatures, func(s spec.Signature) bool { return begins(s.Fields, wanted) }) {
		reportSignature(p, o, strings.Join(wanted, ","))
	}
}})

// signature returns the fields that the method's callers give, as far as the request has them.
func (r *request) signature() []string {
	switch held := r.resourceField(); {
	case held == nil && !r.kind.carries && r.field(r.kind.address) != nil:
		return []string{r.kind.address}
	case held == nil || !r.kind.carries:
		return nil
	case r.kind == updating:
		return r.those(held.Name, "update_mask")
	case r.resourceType() != nil:
		return r.those("parent", held.Name, r.noun+"_id")
	}
	return nil
}

// those returns which of the names fields of the request have.
func (r *request) those(names ...string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return r.field(name) == nil })
}

// begins reports whether a signature has the wanted fields first; others may follow.
func begins(fields, wanted []string) bool {
	return len(fields) >= len(wanted) && slices.Equal(fields[:len(wanted)], wanted)
}

func reportSignature(p *lint.Pass, o *spec.Operation, wanted string) {
	cure := fmt.Sprintf("option (google.api.method_signature) = %q;", wanted)
	if len(o.Signatures) > 0 {
		p.Report(&o.Node, o.Signatures[0].Span,
			fmt.Sprintf("%s has the signature %q, and standard methods like it have %q: generated clients take other arguments here, or in another order",
				o.Name, strings.Join(o.Signatures[0].Fields, ","), wanted),
			lint.Cure("write "+cure))
		return
	}
	options := []lint.Option{lint.Cure("add " + cure)}
	if added, ok := edit.Insert(o.Syntax, "(google.api.method_signature)", fmt.Sprintf("%q", wanted)); ok {
		options = append(options, lint.Fix(report.Fix{Title: "add the signature " + wanted, Safety: report.Unsafe, Edits: []report.Edit{added}}))
	}
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s has no method signature: callers of generated clients have to build a whole request to give %s", o.Name, wanted), options...)
}
