package pact

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxFindings bounds what is said of one file; after it only their number would grow.
const maxFindings = 200

// Read reads a Pact file of any version. It returns what the file says and what is wrong with it; the
// contract is nil where the file is no Pact file at all. A part that can't be read is left out and
// said, so that the rest of the contract can still be looked at; a caller that judges by the contract
// must not do so while there are errors.
func Read(file *source.File) (*contract.Contract, []report.Finding) {
	document, findings := tree.Parse(file)
	r := &reader{findings: findings}
	switch {
	case document == nil:
		return nil, findings
	case document.YAML:
		r.fail(document.Root.Span, "a Pact file is JSON, this one is YAML", "")
		return nil, r.findings
	case document.Root.Kind != spec.Map:
		r.fail(document.Root.Span, "a Pact file is a JSON object, this one is "+article(document.Root), "")
		return nil, r.findings
	}
	c := r.contract(file, document.Root)
	r.findings = report.Sort(r.findings)
	return c, r.findings
}

// reader reads one file.
type reader struct {
	version  contract.Version
	findings []report.Finding
}

func (r *reader) say(f report.Finding) {
	if len(r.findings) < maxFindings {
		r.findings = append(r.findings, f)
	}
}

func (r *reader) fail(span source.Span, message, cure string) {
	r.say(report.Finding{Rule: Structure, Severity: report.Error, Message: message, Cure: cure, Span: span})
}

func (r *reader) contract(file *source.File, v *spec.Value) *contract.Contract {
	metadata := r.object(v, "metadata")
	r.version = r.readVersion(v, metadata)
	c := &contract.Contract{
		File: file, Version: r.version, Span: v.Span,
		Consumer: r.party(v, "consumer"), Provider: r.party(v, "provider"),
		Metadata: others(metadata, "pactSpecification", "pactSpecificationVersion", "pact-specification"),
		Unknown:  others(v, "consumer", "provider", "interactions", "messages", "metadata"),
	}
	for _, i := range r.list(v, "interactions") {
		c.Interactions = appendSome(c.Interactions, r.interaction(i))
	}
	for _, m := range r.list(v, "messages") {
		c.Interactions = appendSome(c.Interactions, r.oldMessage(m))
	}
	return c
}

func appendSome(list []*contract.Interaction, i *contract.Interaction) []*contract.Interaction {
	if i == nil {
		return list
	}
	return append(list, i)
}

// party reads the name of the consumer or the provider.
func (r *reader) party(v *spec.Value, key string) string {
	if v.Get(key) == nil {
		r.fail(v.Span, fmt.Sprintf("the contract does not say who the %s is", key), fmt.Sprintf(`write "%s": {"name": "…"}`, key))
		return ""
	}
	party := r.object(v, key)
	r.dropped(party, "name")
	return r.text(party, "name")
}

// readVersion returns the version that the metadata names, or the one that the file is built like.
func (r *reader) readVersion(v, metadata *spec.Value) contract.Version {
	named := metadata.Get("pactSpecificationVersion")
	for _, key := range []string{"pactSpecification", "pact-specification"} {
		if version := r.object(metadata, key).Get("version"); version != nil {
			named = version
		}
	}
	if named == nil || named.Text == "" {
		return likely(v)
	}
	if version, ok := parseVersion(named.Text); ok {
		return version
	}
	r.say(report.Finding{
		Rule: Unsupported, Severity: report.Error, Span: named.Span,
		Message: fmt.Sprintf("version %q of the Pact specification is not known; the contract is read as one of version 4", named.Text),
		Cure:    "write one of 1.0.0, 1.1.0, 2.0.0, 3.0.0, 4.0",
	})
	return contract.V4
}

func parseVersion(text string) (contract.Version, bool) {
	major, rest, _ := strings.Cut(text, ".")
	switch {
	case major == "1" && strings.HasPrefix(rest, "1"):
		return contract.V1_1, true
	case major == "1":
		return contract.V1, true
	case major == "2":
		return contract.V2, true
	case major == "3":
		return contract.V3, true
	case major == "4":
		return contract.V4, true
	}
	return contract.Unversioned, false
}

// likely tells the version of a file that names none by what only that version has.
func likely(v *spec.Value) contract.Version {
	if v.Get("messages") != nil {
		return contract.V3
	}
	interactions := v.Get("interactions")
	if interactions == nil {
		return contract.V2
	}
	for _, i := range interactions.Items {
		if i.Get("type") != nil {
			return contract.V4
		}
		rules := i.Get("response").Get("matchingRules")
		if i.Get("providerStates") != nil || rules.Get("body") != nil || rules.Get("header") != nil {
			return contract.V3
		}
	}
	return contract.V2
}
