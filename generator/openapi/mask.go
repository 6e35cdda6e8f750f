package openapi

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// fieldName is what ProtoJSON lets stand between the dots of a mask.
const fieldName = `[a-z][A-Za-z0-9]*`

// The key of a map behind a dot: ProtoJSON has no underscores in masks, a query has.
const (
	mapKey       = `[A-Za-z][A-Za-z0-9]*`
	mapKeyAsText = `[A-Za-z_][A-Za-z0-9_]*`
)

// anyMask matches masks of which nobody knows what they are about.
const anyMask = `^(` + fieldName + `(\.` + fieldName + `)*(,` + fieldName + `(\.` + fieldName + `)*)*)?$`

// maxMask is how long the pattern of a mask gets, in bytes: a resource may have hundreds of fields.
const maxMask = 1000

// masks finds for each mask of a request which fields it may name: those of the resource that is updated, or of what
// is answered (AIP-134, AIP-157).
func masks(api *spec.API) map[*spec.Field]string {
	patterns := map[*spec.Field]string{}
	for _, s := range api.Services {
		for _, op := range s.Operations {
			request := op.RequestType()
			if request == nil {
				continue
			}
			for _, f := range request.Fields {
				if f.Type.Kind != spec.KindReference || f.Type.Resolve().ID() != "google.protobuf.FieldMask" {
					continue
				}
				types := about(op, f)
				if len(types) == 0 {
					continue
				}
				pattern := maskPattern(types)
				if known, ok := patterns[f]; ok && known != pattern {
					pattern = anyMask
				}
				patterns[f] = pattern
			}
		}
	}
	return patterns
}

// about returns the messages whose fields a mask may name; none: there is no telling.
func about(op *spec.Operation, mask *spec.Field) []*spec.Type {
	if mask.Name == "read_mask" || mask.Name == "field_mask" {
		return answersOf(op.ResponseType())
	}
	if mask.Name != "update_mask" {
		return nil
	}
	if f := resourceField(op); f != nil {
		return []*spec.Type{f.Type.Resolve()}
	}
	return nil
}

// answersOf returns an answer and what it lists.
func answersOf(t *spec.Type) []*spec.Type {
	if t == nil || wellKnown(t) != nil || isHTTPBody(t) || t.ID() == "google.longrunning.Operation" {
		return nil
	}
	all := []*spec.Type{t}
	for _, f := range t.Fields {
		if f.Type.Kind == spec.KindArray && f.Type.Items.Resolve().Kind == spec.KindObject {
			all = append(all, f.Type.Items.Resolve())
		}
	}
	return all
}

// resourceField returns the field of a request that holds the resource: that which is called like it, or the only message.
func resourceField(op *spec.Operation) *spec.Field {
	var messages []*spec.Field
	for _, f := range op.RequestType().Fields {
		t := f.Type.Resolve()
		if f.Type.Kind == spec.KindReference && t.Kind == spec.KindObject && wellKnown(t) == nil && wrapper(t) == nil {
			messages = append(messages, f)
		}
	}
	noun := strings.TrimPrefix(op.Name, "Update")
	for _, f := range messages {
		if strings.EqualFold(strings.ReplaceAll(f.Name, "_", ""), noun) {
			return f
		}
	}
	if len(messages) == 1 {
		return messages[0]
	}
	return nil
}

func maskPattern(types []*spec.Type) string {
	var names []string
	for _, t := range types {
		for _, name := range maskNames(t) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	one := "(" + strings.Join(names, "|") + ")"
	if pattern := "^(" + one + "(," + one + ")*)?$"; len(names) > 0 && len(pattern) <= maxMask {
		return pattern
	}
	return anyMask
}

// maskNames returns the names of a message's fields, with those within them.
func maskNames(t *spec.Type) []string {
	var names []string
	for _, f := range t.Fields {
		name, inner := maskName(f), f.Type.Resolve()
		if f.Type.Kind == spec.KindMap && f.Type.Keys.Kind == spec.KindString {
			names = append(names, name+`(\.`+mapKey+`)?`)
			continue
		}
		if f.Type.Kind != spec.KindReference || inner.Kind != spec.KindObject || wellKnown(inner) != nil || wrapper(inner) != nil {
			names = append(names, name)
			continue
		}
		var within []string
		for _, f := range inner.Fields {
			if f.Type.Kind == spec.KindReference && f.Type.Resolve().Kind == spec.KindObject {
				within = append(within, maskName(f)+`(\.`+fieldName+`)*`)
			} else {
				within = append(within, maskName(f))
			}
		}
		if len(within) > 0 {
			name += `(\.(` + strings.Join(within, "|") + `))?`
		}
		names = append(names, name)
	}
	return names
}

// maskName spells a field as masks do: by the proto name in camelCase, whatever json_name says.
func maskName(f *spec.Field) string {
	parts := strings.Split(f.Name, "_")
	for i := 1; i < len(parts); i++ {
		parts[i] = upperFirst(parts[i])
	}
	return strings.Join(parts, "")
}
