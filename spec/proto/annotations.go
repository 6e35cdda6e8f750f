package proto

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// common reads what every kind of declaration can say: that it is deprecated, and its policy.
func (u *unit) common(n *spec.Node, o options, p policyKind) {
	if len(o.list) == 0 {
		return
	}
	n.Policy = readPolicy(o, p)
	if !o.isTrue("deprecated") {
		return
	}
	n.Deprecated = &spec.Deprecation{Span: o.span("deprecated"), Reason: deprecationReason(n.Doc)}
	if n.Policy != nil {
		n.Deprecated.Replacement, n.Deprecated.Sunset = n.Policy.Replacement, n.Policy.Sunset
	}
}

// deprecationReason returns what the documentation says behind "Deprecated:" (AIP-192).
func deprecationReason(doc string) string {
	const marker = "Deprecated:"
	at := strings.Index(doc, marker)
	if at < 0 || at > 0 && doc[at-1] != '\n' {
		return ""
	}
	paragraph, _, _ := strings.Cut(doc[at+len(marker):], "\n\n")
	return strings.Join(strings.Fields(paragraph), " ")
}

func (u *unit) messageAnnotations(t *spec.Type, o options) {
	if v := o.value("(google.api.resource)"); v != nil {
		t.Resource = resource(v)
	}
	messageConstraints(t, o)
}

func (u *unit) fieldAnnotations(f *spec.Field, o options) {
	f.Required = f.Presence == spec.PresenceRequired
	if len(o.list) == 0 {
		return
	}
	u.common(&f.Node, o, fieldPolicy)
	if name := o.value("json_name"); name != nil {
		f.JSONName = name.Text
	}
	f.Default = o.value("default")
	for _, v := range o.values("(google.api.field_behavior)") {
		f.Behavior |= behavior(v.String())
	}
	f.Required = f.Required || f.Behavior.Has(spec.BehaviorRequired)
	if v := o.value("(google.api.resource_reference)"); v != nil {
		f.Reference = &spec.ResourceReference{Type: v.Get("type").String(), ChildType: v.Get("child_type").String(), Span: v.Span}
	}
	if format := infoFormat(o.value("(google.api.field_info)").Get("format").String()); format != "" {
		element(f.Type).Format = format
	}
	fieldConstraints(f, o)
}

// element returns the type of a list's items, and every other type as it is.
func element(t *spec.Type) *spec.Type {
	if t.Kind == spec.KindArray {
		return t.Items
	}
	return t
}

// behavior returns what a value of google.api.FieldBehavior means (AIP-203).
func behavior(name string) spec.Behavior {
	switch name {
	case "OPTIONAL":
		return spec.BehaviorOptional
	case "REQUIRED":
		return spec.BehaviorRequired
	case "OUTPUT_ONLY":
		return spec.BehaviorOutputOnly
	case "INPUT_ONLY":
		return spec.BehaviorInputOnly
	case "IMMUTABLE":
		return spec.BehaviorImmutable
	case "UNORDERED_LIST":
		return spec.BehaviorUnorderedList
	case "NON_EMPTY_DEFAULT":
		return spec.BehaviorNonEmptyDefault
	case "IDENTIFIER":
		return spec.BehaviorIdentifier
	}
	return 0
}

// infoFormat returns the format that a value of google.api.FieldInfo.Format is in JSON Schema's words.
func infoFormat(name string) string {
	switch name {
	case "UUID4":
		return "uuid"
	case "IPV4":
		return "ipv4"
	case "IPV6":
		return "ipv6"
	case "IPV4_OR_IPV6":
		return "ip"
	}
	return ""
}

func resource(v *spec.Value) *spec.Resource {
	r := &spec.Resource{
		Type:     v.Get("type").String(),
		Singular: v.Get("singular").String(), Plural: v.Get("plural").String(),
		NameField: v.Get("name_field").String(),
		Styles:    texts(list(v, "style")),
		Span:      v.Span,
	}
	for _, pattern := range list(v, "pattern") {
		r.Patterns = append(r.Patterns, pattern.Text)
		r.PatternSpans = append(r.PatternSpans, inQuotes(pattern))
	}
	return r
}

// inQuotes returns the place of a string's text without its quotes; the whole literal if it is
// written in several pieces or with escapes.
func inQuotes(v *spec.Value) source.Span {
	if v.Span.Len() == len(v.Text)+2 {
		return v.Span.Slice(1, v.Span.Len()-1)
	}
	return v.Span
}
