package edge

import (
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
)

// missing tells all of proto2's required fields that aren't set, in the order of the fields and keys.
func missing(m protoreflect.Message, path string, tell func(field string)) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		at := join(path, string(f.Name()))
		switch {
		case f.Cardinality() == protoreflect.Required && !m.Has(f):
			tell(at)
		case f.IsMap() && f.MapValue().Message() != nil:
			entries := m.Get(f).Map()
			for _, key := range keysOf(entries) {
				missing(entries.Get(key).Message(), at+behavior.Subscript(key), tell)
			}
		case f.Message() == nil || f.IsMap():
		case f.IsList():
			list := m.Get(f).List()
			for j := range list.Len() {
				missing(list.Get(j).Message(), at+"["+strconv.Itoa(j)+"]", tell)
			}
		case m.Has(f):
			missing(m.Get(f).Message(), at, tell)
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func keysOf(entries protoreflect.Map) []protoreflect.MapKey {
	all := make([]protoreflect.MapKey, 0, entries.Len())
	for key := range entries.Range {
		all = append(all, key)
	}
	slices.SortFunc(all, func(a, b protoreflect.MapKey) int { return strings.Compare(a.String(), b.String()) })
	return all
}
