package schema

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// allowsNull reports whether null is a value of the schema. There is one null, so that this can be
// known before any message is read.
func (t *Types) allowsNull(s *spec.Type) bool {
	if known, ok := t.nulls[s]; ok {
		return known
	}
	t.nulls[s] = false // in a cycle, which is refused elsewhere
	allowed := t.forcesNull(s) || t.keywordsAllowNull(s) && t.branchesAllowNull(s)
	t.nulls[s] = allowed
	return allowed
}

// forcesNull reports whether `nullable: true` of OpenAPI 3.0 allows null whatever stands beside it.
// By the letter it only adds to `type`; nobody who writes it beside allOf or enum means that.
func (t *Types) forcesNull(s *spec.Type) bool { return !t.options.Strict && declaresNull(s) }

// keywordsAllowNull judges by the keywords that hold no schemas.
func (t *Types) keywordsAllowNull(s *spec.Type) bool {
	if !t.typeKinds(s).has(kindNull) {
		return false
	}
	if enum, ok := s.Attr("enum"); ok && enum.Value.Kind == spec.List && !slices.ContainsFunc(enum.Value.Items, isNull) {
		return false
	}
	return s.Constraints == nil || s.Constraints.Const == nil || isNull(s.Constraints.Const)
}

func isNull(v *spec.Value) bool { return v.Kind == spec.Null }

// branchesAllowNull judges by the keywords that apply schemas to the same value.
func (t *Types) branchesAllowNull(s *spec.Type) bool {
	if s.Kind == spec.KindReference && s.Target != nil && !t.allowsNull(s.Target) {
		return false
	}
	k := s.Schema
	if k == nil {
		return true
	}
	switch {
	case t.nullable(k.AllOf) < len(k.AllOf),
		len(k.AnyOf) > 0 && t.nullable(k.AnyOf) == 0,
		len(k.OneOf) > 0 && !t.oneAllowsNull(k.OneOf),
		k.Not != nil && t.allowsNull(k.Not),
		k.DynamicTarget != nil && !t.allowsNull(k.DynamicTarget):
		return false
	}
	return k.If == nil || t.conditionAllowsNull(k)
}

// nullable counts the schemas that allow null.
func (t *Types) nullable(schemas []*spec.Type) int {
	n := 0
	for _, s := range schemas {
		if t.allowsNull(s) {
			n++
		}
	}
	return n
}

// oneAllowsNull reports whether exactly one branch allows null. In OpenAPI 3.0 two nullable branches
// are meant to be nullable.
func (t *Types) oneAllowsNull(branches []*spec.Type) bool {
	n := t.nullable(branches)
	return n == 1 || n > 1 && slices.ContainsFunc(branches, func(s *spec.Type) bool {
		return t.forcesNull(s) || t.follow(s) != nil && t.forcesNull(t.follow(s))
	})
}

func (t *Types) conditionAllowsNull(k *spec.Schema) bool {
	branch := k.Else
	if t.allowsNull(k.If) {
		branch = k.Then
	}
	return branch == nil || t.allowsNull(branch)
}
