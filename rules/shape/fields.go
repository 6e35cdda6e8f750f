package shape

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// bodyAndQuery returns what a caller chooses for one call. Headers belong to the transport, and the
// arms of a oneof are told apart already.
func bodyAndQuery(o *spec.Operation) []*spec.Field {
	var fields []*spec.Field
	for _, p := range o.Parameters {
		if p.In != spec.InHeader && p.In != spec.InCookie {
			fields = append(fields, &p.Field)
		}
	}
	for _, f := range o.RequestType().AllFields() {
		if f.OneOf == nil {
			fields = append(fields, f)
		}
	}
	return fields
}

// isUnion reports whether a body already has a shape for each of its variants. Branches that only
// say what is required are none.
func isUnion(t *spec.Type) bool {
	if t == nil || t.Schema == nil {
		return false
	}
	hasShape := func(branch *spec.Type) bool { return len(branch.AllFields()) > 0 }
	return t.Schema.Discriminator != nil ||
		slices.ContainsFunc(t.Schema.OneOf, hasShape) || slices.ContainsFunc(t.Schema.AnyOf, hasShape)
}

// selector is a field that may decide what the others mean.
type selector struct {
	*spec.Field
	verbs bool // it says what to do; false: what kind of thing is sent
	doubt bool // its name is longer than that of a kind alone: often a property like any other (disk_type)
}

// selectorsOf returns the fields that may decide, the likeliest first: what to do before what kind.
func selectorsOf(fields []*spec.Field, options executeBagOptions) []selector {
	var actions, kinds, doubtful []selector
	for _, f := range fields {
		if !mayDecide(f.Name, options) || !isChoice(f) {
			continue
		}
		switch parts := words.Split(f.Name); {
		case asks(parts, options.Actions):
			actions = append(actions, selector{f, true, false})
		case len(parts) == 1 && slices.Contains(options.Kinds, parts[0]):
			kinds = append(kinds, selector{f, false, false})
		case len(parts) > 1 && slices.Contains(options.Kinds, parts[len(parts)-1]):
			doubtful = append(doubtful, selector{f, false, true})
		}
	}
	return slices.Concat(actions, kinds, doubtful)
}

// mayDecide sorts out nearly all names without taking them apart.
func mayDecide(name string, options executeBagOptions) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(options.Actions, func(word string) bool { return strings.Contains(name, word) }) ||
		slices.ContainsFunc(options.Kinds, func(word string) bool { return strings.HasSuffix(name, word) })
}

// isChoice reports whether a field holds one word of several.
func isChoice(f *spec.Field) bool {
	t := f.Type.Resolve()
	return t != nil && (t.Kind == spec.KindEnum || t.Kind == spec.KindString && t.Format == "")
}

// asks reports whether a name is one of the words, alone or after another and before "type" or
// "name": action, order_action, action_type.
func asks(name, actions []string) bool {
	n := len(name)
	if n > 1 && (name[n-1] == "type" || name[n-1] == "name" || name[n-1] == "kind") {
		n--
	}
	return n > 0 && n <= 2 && slices.Contains(actions, name[n-1])
}

// optional returns the fields that a caller may leave out, the selector excepted.
func optional(fields []*spec.Field, selector *spec.Field) []*spec.Field {
	var found []*spec.Field
	for _, f := range fields {
		if f != selector && !f.Required && f.Deprecated == nil && !f.Behavior.Has(spec.BehaviorOutputOnly) {
			found = append(found, f)
		}
	}
	return found
}

// isCommon tells fields that say which thing is meant or how the call is made, whatever the action.
func isCommon(name string) bool {
	parts := words.Split(name)
	if len(parts) == 0 {
		return true
	}
	switch parts[len(parts)-1] {
	case "id", "ids", "name", "parent", "key", "token", "project", "region", "zone", "etag", "mask", "only", "metadata", "labels":
		return true
	}
	return false
}

// runsCommands tells operations that pass a command on to something else (a shell, a robot): what the
// command takes is not theirs to declare.
func runsCommands(fields []*spec.Field) bool {
	return slices.ContainsFunc(fields, func(f *spec.Field) bool {
		switch strings.ToLower(f.Name) {
		case "args", "arguments", "parameters", "params", "subcommand", "payload", "input", "options", "env":
			return true
		}
		return false
	})
}

func fieldNames(fields []*spec.Field) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return names
}
