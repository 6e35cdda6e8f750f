package openapi

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// services are those that REST consumers can call.
func (e *exporter) services() []*spec.Service {
	var bound []*spec.Service
	for _, s := range e.api.Services {
		if slices.ContainsFunc(s.Operations, func(op *spec.Operation) bool { return len(op.HTTP) > 0 }) {
			bound = append(bound, s)
		}
	}
	return bound
}

func (e *exporter) info() *spec.Value {
	version := e.api.Version
	if version == "" {
		version = "unversioned"
	}
	info := object().put("title", text(e.title())).put("version", text(version)).set("description", said(e.about()))
	policy(info, e.filePolicy())
	return info.value()
}

// title is the package's name in words, without its version: "google.pubsub.v1" is "Google Pubsub".
func (e *exporter) title() string {
	var parts []string
	for _, part := range strings.Split(e.api.Name, ".") {
		if part != "" && part != e.api.Version {
			parts = append(parts, upperFirst(strings.ReplaceAll(part, "_", " ")))
		}
	}
	if len(parts) == 0 {
		return words(e.services()[0].Name)
	}
	return strings.Join(parts, " ")
}

// about is what the package says of itself, or its only service.
func (e *exporter) about() string {
	var docs []string
	for _, d := range e.api.Documents {
		if doc := prose(d.Doc); doc != "" && !slices.Contains(docs, doc) {
			docs = append(docs, doc)
		}
	}
	if services := e.services(); len(docs) == 0 && len(services) == 1 {
		docs = append(docs, prose(services[0].Doc))
	}
	return paragraphs(docs...)
}

// filePolicy is what the first file that says a policy says.
func (e *exporter) filePolicy() *spec.Policy {
	for _, d := range e.api.Documents {
		if d.Policy != nil {
			return d.Policy
		}
	}
	return nil
}

func (e *exporter) tags() *spec.Value {
	tags := list()
	for _, s := range e.services() {
		tag := object().put("name", text(s.Name)).set("description", said(description(&s.Node)))
		policy(tag, s.Policy)
		tags.Items = append(tags.Items, tag.value())
	}
	return tags
}

// servers are the hosts of the services, each once.
func (e *exporter) servers() *spec.Value {
	var hosts []string
	for _, s := range e.services() {
		for _, host := range s.Hosts {
			if !slices.Contains(hosts, host) {
				hosts = append(hosts, host)
			}
		}
	}
	return servers(hosts)
}

func servers(hosts []string) *spec.Value {
	all := list()
	for _, host := range hosts {
		all.Items = append(all.Items, object().put("url", text("https://"+host)).value())
	}
	return all
}

// ownServers are the hosts of a service that is not on all of those of the document.
func (e *exporter) ownServers(s *spec.Service) *spec.Value {
	for _, other := range e.services() {
		if len(s.Hosts) > 0 && !slices.Equal(other.Hosts, s.Hosts) {
			return servers(s.Hosts)
		}
	}
	return nil
}

// bearer is the name of the only security scheme.
const bearer = "bearer"

// scopes are those that every service asks for; ok is false where they differ.
func (e *exporter) scopes() (scopes []string, ok bool) {
	services := e.services()
	for _, s := range services {
		if !slices.Equal(s.Scopes, services[0].Scopes) {
			return nil, false
		}
	}
	return services[0].Scopes, true
}

func (e *exporter) security() *spec.Value {
	if scopes, ok := e.scopes(); ok {
		return requirements(scopes)
	}
	return nil
}

func (e *exporter) ownSecurity(s *spec.Service) *spec.Value {
	if _, same := e.scopes(); same {
		return nil
	}
	return requirements(s.Scopes)
}

// requirements asks for a token with one of the scopes: google.api.oauth_scopes lists alternatives.
func requirements(scopes []string) *spec.Value {
	all := list()
	for _, scope := range scopes {
		all.Items = append(all.Items, object().put(bearer, texts([]string{scope})).value())
	}
	return all
}

func (e *exporter) securitySchemes() *spec.Value {
	for _, s := range e.services() {
		if len(s.Scopes) > 0 {
			return object().put(bearer, object().
				put("type", text("http")).
				put("scheme", text("bearer")).
				put("description", text("An OAuth 2.0 access token. The scopes that a requirement lists are those that the token needs.")).
				value()).value()
		}
	}
	return nil
}

// description is what an element says of itself, and if it is deprecated, why.
func description(n *spec.Node) string {
	doc := prose(n.Doc)
	if d := n.Deprecated; d != nil && d.Reason != "" && !strings.Contains(n.Doc, "Deprecated:") {
		doc = paragraphs(doc, "Deprecated: "+d.Reason)
	}
	return doc
}

// typeDescription is what a type says of itself. Where it comes from stands for what nobody has said of a type of
// another package, whose comments may not be there.
func (e *exporter) typeDescription(t *spec.Type) string {
	if doc := description(&t.Node); doc != "" || e.schemas.isOwn(t) {
		return doc
	}
	return "`" + string(t.ID()) + "`"
}

// fieldDescription is what a field says of itself, or what everyone knows of one whose comments may not be there.
func fieldDescription(f *spec.Field) string {
	if doc := description(&f.Node); doc != "" || f.ID() != "google.type.Money.currency_code" {
		return doc
	}
	return "The currency, in three letters of ISO 4217, such as `EUR`."
}

// policy adds bylaw's own vocabulary, as x-bylaw-* (docs/vocabulary.md).
func policy(b *builder, p *spec.Policy) {
	if p == nil {
		return
	}
	for _, fact := range [...]struct{ name, value string }{
		{"pii", p.PII}, {"tier", p.Tier}, {"cache", p.Cache}, {"quota", p.Quota}, {"idempotency-ttl", p.IdempotencyTTL},
		{"slo", p.SLO}, {"owner", p.Owner}, {"sunset", p.Sunset}, {"replacement", p.Replacement},
	} {
		b.set("x-bylaw-"+fact.name, said(fact.value))
	}
	if p.Retryable != nil {
		b.put("x-bylaw-retryable", boolean(*p.Retryable))
	}
	if p.Bounded != nil {
		b.put("x-bylaw-bounded", boolean(*p.Bounded))
	}
	if p.MaxItems > 0 {
		b.put("x-bylaw-max-items", count(p.MaxItems))
	}
}
