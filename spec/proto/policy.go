package proto

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// policyKind is a kind of declaration as far as options for policy go.
type policyKind uint8

const (
	noPolicy policyKind = iota
	filePolicy
	servicePolicy
	methodPolicy
	messagePolicy
	fieldPolicy
	enumPolicy
	enumValuePolicy
)

// options returns the options that say the policy of such a declaration: bylaw's own, and Google's
// visibility, which counts where ours says nothing.
func (k policyKind) options() (own, visibility string) {
	switch k {
	case filePolicy:
		return "(bylaw.file)", ""
	case servicePolicy:
		return "(bylaw.service)", "(google.api.api_visibility)"
	case methodPolicy:
		return "(bylaw.method)", "(google.api.method_visibility)"
	case messagePolicy:
		return "(bylaw.message)", "(google.api.message_visibility)"
	case fieldPolicy:
		return "(bylaw.field)", "(google.api.field_visibility)"
	case enumPolicy:
		return "(bylaw.enum)", "(google.api.enum_visibility)"
	case enumValuePolicy:
		return "(bylaw.enum_value)", "(google.api.value_visibility)"
	}
	return "", ""
}

// readPolicy returns the policy that the options declare; nil if they declare none.
func readPolicy(o options, kind policyKind) *spec.Policy {
	own, visibility := kind.options()
	p := ownPolicy(o.withVocabulary(o.value(own)))
	if p.PII == "" && o.isTrue("debug_redact") {
		p.PII = "secret"
	}
	if p.Tier == "" && isInternal(o.value(visibility)) {
		p.Tier = "internal"
	}
	if isEmpty(p) {
		return nil
	}
	return &p
}

func isEmpty(p spec.Policy) bool {
	return p.PII == "" && p.Tier == "" && p.Cache == "" && p.Quota == "" && p.Retryable == nil &&
		p.IdempotencyTTL == "" && p.SLO == "" && p.Owner == "" && p.Sunset == "" && p.Replacement == "" &&
		p.Bounded == nil && p.MaxItems == 0
}

// ownPolicy reads the messages of bylaw/options.proto: what they have in common is called alike.
func ownPolicy(v *spec.Value) spec.Policy {
	p := spec.Policy{
		PII: v.Get("pii").String(), Tier: v.Get("tier").String(), Cache: v.Get("cache").String(),
		Quota: v.Get("quota").String(), IdempotencyTTL: v.Get("idempotency_ttl").String(),
		SLO: v.Get("slo").String(), Owner: v.Get("owner").String(),
		Sunset: v.Get("sunset").String(), Replacement: v.Get("replacement").String(),
		Retryable: boolean(v.Get("retryable")), Bounded: boolean(v.Get("bounded")),
	}
	if n := v.Get("max_items"); n != nil {
		p.MaxItems, _ = strconv.ParseUint(n.Text, 10, 64)
	}
	return p
}

func boolean(v *spec.Value) *bool {
	if v == nil || v.Kind != spec.Bool {
		return nil
	}
	b := v.Bool()
	return &b
}

// isInternal reports whether a visibility rule shows the element to insiders only. Other labels
// (TRUSTED_TESTER, PREVIEW) name circles of consumers.
func isInternal(rule *spec.Value) bool {
	labels := strings.Split(rule.Get("restriction").String(), ",")
	return slices.ContainsFunc(labels, func(label string) bool { return strings.TrimSpace(label) == "INTERNAL" })
}
