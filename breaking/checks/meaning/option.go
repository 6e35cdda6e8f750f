package meaning

import (
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// optionName returns the name of the option that a proto statement sets a part of.
func optionName(format spec.Format, name string) string {
	if format != spec.Proto {
		return name
	}
	if end := strings.IndexByte(name, ')'); end >= 0 && name[0] == '(' {
		return name[:end+1]
	}
	name, _, _ = strings.Cut(name, ".")
	return name
}

// attributeText returns the value of an attribute so that those that mean the same are the same text.
func attributeText(format spec.Format, v *spec.Value) string {
	if format == spec.Proto {
		v = settled(v)
	}
	return breaking.Text(v)
}

// settled returns the one form of an option's value that can be written in several: a list of one is
// its element, and a field that is set twice is a list.
func settled(v *spec.Value) *spec.Value {
	switch {
	case v == nil:
		return nil
	case v.Kind == spec.List && len(v.Items) == 1:
		return settled(v.Items[0])
	case v.Kind == spec.List:
		list := &spec.Value{Kind: spec.List}
		for _, item := range v.Items {
			list.Items = append(list.Items, settled(item))
		}
		return list
	case v.Kind == spec.Map:
		return settledFields(v)
	}
	return v
}

func settledFields(v *spec.Value) *spec.Value {
	fields := map[string]*spec.Value{}
	object := &spec.Value{Kind: spec.Map}
	for _, m := range v.Members {
		values := []*spec.Value{m.Value}
		if m.Value.Kind == spec.List {
			values = m.Value.Items
		}
		if fields[m.Key] == nil {
			fields[m.Key] = &spec.Value{Kind: spec.List}
			object.Members = append(object.Members, spec.Member{Key: m.Key, Value: fields[m.Key]})
		}
		fields[m.Key].Items = append(fields[m.Key].Items, values...)
	}
	for i := range object.Members {
		object.Members[i].Value = settled(object.Members[i].Value)
	}
	return object
}
