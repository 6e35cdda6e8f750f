package openapi

import (
	"cmp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// bylawPrefix begins the keys of bylaw's own vocabulary.
const bylawPrefix = "x-bylaw-"

// extension is one key of bylaw's own vocabulary; docs/vocabulary.md explains each.
type extension struct {
	name    string
	expects string // what its value is, for messages
	read    func(p *spec.Policy, v *spec.Value) bool
}

// vocabulary lists the x-bylaw-* keys.
func vocabulary() []extension {
	return []extension{
		word("x-bylaw-pii", func(p *spec.Policy) *string { return &p.PII }),
		word("x-bylaw-tier", func(p *spec.Policy) *string { return &p.Tier }),
		word("x-bylaw-cache", func(p *spec.Policy) *string { return &p.Cache }),
		word("x-bylaw-quota", func(p *spec.Policy) *string { return &p.Quota }),
		flag("x-bylaw-retryable", func(p *spec.Policy) **bool { return &p.Retryable }),
		word("x-bylaw-idempotency-ttl", func(p *spec.Policy) *string { return &p.IdempotencyTTL }),
		word("x-bylaw-slo", func(p *spec.Policy) *string { return &p.SLO }),
		word("x-bylaw-owner", func(p *spec.Policy) *string { return &p.Owner }),
		word("x-bylaw-sunset", func(p *spec.Policy) *string { return &p.Sunset }),
		word("x-bylaw-replacement", func(p *spec.Policy) *string { return &p.Replacement }),
		flag("x-bylaw-bounded", func(p *spec.Policy) **bool { return &p.Bounded }),
		{"x-bylaw-max-items", "a count", readMaxItems},
		{"x-bylaw-ignore", "an object (or a list of objects) with the fields rules, reason, until and owner", readIgnores},
	}
}

// words are the extensions that are known: bylaw's, and a company's own that mean one of them.
type words struct {
	ours, mapped map[string]extension
	names        []string // ours without the prefix, for suggestions
}

func newWords(mapping map[string]string) words {
	w := words{ours: map[string]extension{}, mapped: map[string]extension{}}
	for _, e := range vocabulary() {
		w.ours[e.name] = e
		w.names = append(w.names, strings.TrimPrefix(e.name, bylawPrefix))
	}
	for name, meant := range mapping {
		if e, known := w.ours[meant]; known {
			w.mapped[name] = e
		}
	}
	return w
}

func word(name string, field func(*spec.Policy) *string) extension {
	return extension{name, "a string", func(p *spec.Policy, v *spec.Value) bool {
		*field(p) = text(v)
		return v.Kind == spec.Str || v.Kind == spec.Num
	}}
}

func flag(name string, field func(*spec.Policy) **bool) extension {
	return extension{name, "true or false", func(p *spec.Policy, v *spec.Value) bool {
		value := v.Bool()
		*field(p) = &value
		return v.Kind == spec.Bool
	}}
}

func readMaxItems(p *spec.Policy, v *spec.Value) bool {
	n, ok := v.Int()
	p.MaxItems = uint64(max(n, 0))
	return ok && n >= 0
}

func readIgnores(p *spec.Policy, v *spec.Value) bool {
	entries := []*spec.Value{v}
	if v.Kind == spec.List {
		entries = v.Items
	}
	for _, entry := range entries {
		if entry.Kind != spec.Map {
			return false
		}
		p.Ignores = append(p.Ignores, spec.Ignore{
			Rules: ignoredRules(entry), Span: entry.Span,
			Until: text(entry.Get("until")), Owner: text(entry.Get("owner")), Reason: text(entry.Get("reason")),
		})
	}
	return true
}

// ignoredRules reads `rules: [a, b]`, and `rules: a` for a single one.
func ignoredRules(entry *spec.Value) []string {
	v := cmp.Or(entry.Get("rules"), entry.Get("rule"))
	if v != nil && v.Kind != spec.List {
		return []string{text(v)}
	}
	return texts(v)
}

// texts returns what the scalars of a list say.
func texts(v *spec.Value) []string {
	if v == nil {
		return nil
	}
	var words []string
	for _, item := range v.Items {
		words = append(words, text(item))
	}
	return words
}

// annotations collects what the keys of a declaration say about deprecation and policy.
type annotations struct {
	deprecated                  *spec.Member
	reason, replacement, sunset string
	policy, mapped              *spec.Policy // by bylaw's extensions, by a company's own
	internal                    bool
}

// annotate takes one extension: one of the vocabulary or mapped to it, or another convention in
// common use.
func (l *lowering) annotate(a *annotations, n *spec.Node, m *spec.Member) {
	if e, known := l.words.mapped[m.Key]; known {
		l.readFact(e, &a.mapped, n, m)
		return
	}
	if e, known := l.words.ours[m.Key]; known {
		l.readFact(e, &a.policy, n, m)
		return
	}
	switch m.Key {
	case "x-internal":
		a.internal = m.Value.Bool() || m.Value.Kind == spec.Map
	case "x-sunset", "x-sunset-date":
		a.sunset = text(m.Value)
	case "x-deprecated":
		a.declareDeprecated(m)
	case "x-deprecated-reason", "x-deprecation-reason", "x-deprecated-message", "x-deprecation-message", "x-deprecated-description":
		a.reason = text(m.Value)
	case "x-replaced-by", "x-replacement", "x-deprecated-replacement":
		a.replacement = text(m.Value)
	default:
		if strings.HasPrefix(m.Key, bylawPrefix) {
			l.unknownExtension(n, m)
		}
	}
}

// declareDeprecated reads `x-deprecated: true`, a reason, or an object with reason, sunset and replacement.
func (a *annotations) declareDeprecated(m *spec.Member) {
	switch v := m.Value; v.Kind {
	case spec.Map:
		a.reason = cmp.Or(text(v.Get("reason")), text(v.Get("message")), text(v.Get("description")), a.reason)
		a.sunset = cmp.Or(text(v.Get("sunset")), a.sunset)
		a.replacement = cmp.Or(text(v.Get("replacement")), a.replacement)
	case spec.Str:
		a.reason = v.Text
	case spec.Bool:
		if !v.Bool() {
			return
		}
	default:
		return
	}
	if a.deprecated == nil {
		a.deprecated = m
	}
}

func (l *lowering) readFact(e extension, into **spec.Policy, n *spec.Node, m *spec.Member) {
	if *into == nil {
		*into = &spec.Policy{}
	}
	if !e.read(*into, m.Value) {
		l.invalid(m.Value, n, "%s is %s, not %s", m.Key, e.expects, describe(m.Value))
	}
}

func (l *lowering) unknownExtension(n *spec.Node, m *spec.Member) {
	hint := "; the names are listed in docs/vocabulary.md"
	if meant := spelling.Closest(strings.TrimPrefix(m.Key, bylawPrefix), l.words.names); meant != "" {
		hint = "; did you mean " + bylawPrefix + meant + "?"
	}
	l.invalid(&spec.Value{Kind: spec.Str, Span: m.KeySpan}, n, "there is no extension %s%s", m.Key, hint)
}

// apply puts what was collected into the node.
func (a *annotations) apply(n *spec.Node) {
	a.policy = complete(a.policy, a.mapped)
	if a.sunset != "" {
		a.ensurePolicy().Sunset = cmp.Or(a.policy.Sunset, a.sunset)
	}
	if a.replacement != "" {
		a.ensurePolicy().Replacement = cmp.Or(a.policy.Replacement, a.replacement)
	}
	if a.internal {
		a.ensurePolicy().Tier = cmp.Or(a.policy.Tier, "internal")
	}
	n.Policy = a.policy
	if a.deprecated == nil {
		return
	}
	n.Deprecated = &spec.Deprecation{Reason: a.reason, Span: spanOf(a.deprecated)}
	if n.Policy != nil {
		n.Deprecated.Sunset, n.Deprecated.Replacement = n.Policy.Sunset, n.Policy.Replacement
	}
}

func (a *annotations) ensurePolicy() *spec.Policy {
	if a.policy == nil {
		a.policy = &spec.Policy{}
	}
	return a.policy
}

// complete returns what is said in the first place, completed by what is said in the second. What
// is ignored stays where it is written: a suppression covers what it stands in.
func complete(own, beside *spec.Policy) *spec.Policy {
	if beside == nil {
		return own
	}
	p := spec.Policy{}
	if own != nil {
		p = *own
	}
	p.PII, p.Tier = cmp.Or(p.PII, beside.PII), cmp.Or(p.Tier, beside.Tier)
	p.Cache, p.Quota = cmp.Or(p.Cache, beside.Cache), cmp.Or(p.Quota, beside.Quota)
	p.Retryable, p.IdempotencyTTL = cmp.Or(p.Retryable, beside.Retryable), cmp.Or(p.IdempotencyTTL, beside.IdempotencyTTL)
	p.SLO, p.Owner = cmp.Or(p.SLO, beside.SLO), cmp.Or(p.Owner, beside.Owner)
	p.Sunset, p.Replacement = cmp.Or(p.Sunset, beside.Sunset), cmp.Or(p.Replacement, beside.Replacement)
	p.Bounded, p.MaxItems = cmp.Or(p.Bounded, beside.Bounded), cmp.Or(p.MaxItems, beside.MaxItems)
	return &p
}

// spanOf returns the span of a key with its value.
func spanOf(m *spec.Member) source.Span { return whole(m.KeySpan, m.Value.Span) }

// describeNode reads what all elements have in common: description, deprecated and extensions.
func (l *lowering) describeNode(n *spec.Node, members []spec.Member) (internal bool) {
	var a annotations
	for i := range members {
		switch m := &members[i]; {
		case m.Key == "description":
			n.Doc = l.word(m, n)
		case m.Key == "deprecated" && m.Value.Bool():
			a.deprecated = m
		case isExtension(m.Key):
			l.annotate(&a, n, m)
		}
	}
	a.apply(n)
	return a.internal
}
