package operations

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

const signatureOption = "(google.api.method_signature)"

var methodSignature = breaking.New(breaking.Meta{
	ID: "method-signature", Title: "the flattened calls of generated client libraries", Group: "operations",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, AIP: []int{4232}, Since: "2026.1",
	Attributes: []string{signatureOption},
}, breaking.Hooks{Operation: compareSignatures})

// compareSignatures looks at the calls by their arguments: each signature becomes a method of its
// own. In which order they are declared matters only to which of two equal ones wins.
func compareSignatures(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() {
		return
	}
	old, new := signatures(pair.Old), signatures(pair.New)
	for _, s := range old {
		if !slices.Contains(new, s) {
			p.Report(breaking.Change{
				Kind: breaking.Removed, Attribute: signatureOption, From: s,
				Message: fmt.Sprintf("the call %s(%s) is gone from client libraries", pair.New.Name, s),
				Cure:    "keep the signature, and add new ones behind it",
			}, breaking.On(breaking.Source, breaking.Member, breaking.Withdraws))
		}
	}
	for _, s := range new {
		if !slices.Contains(old, s) {
			p.Report(breaking.Change{
				Kind: breaking.Added, Attribute: signatureOption, To: s,
				Message: fmt.Sprintf("client libraries get the call %s(%s)", pair.New.Name, s),
			}, breaking.On(breaking.Source, breaking.Member, breaking.Offers))
		}
	}
	if len(old) == len(new) && !slices.Equal(old, new) && slices.Equal(sorted(old), sorted(new)) {
		p.Changed(signatureOption, strings.Join(old, "; "), strings.Join(new, "; "),
			"the signatures stand in another order, which decides which of two alike calls a client library gets",
			breaking.On(breaking.Source, breaking.Promise, breaking.Incomparable))
	}
}

func signatures(o *spec.Operation) []string {
	var texts []string
	for _, s := range o.Signatures {
		texts = append(texts, strings.Join(s.Fields, ", "))
	}
	return texts
}

func sorted(texts []string) []string {
	texts = slices.Clone(texts)
	slices.Sort(texts)
	return texts
}
