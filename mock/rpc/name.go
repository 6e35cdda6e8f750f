package rpc

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// text returns the field of a message that is a string of that name; nil: it has none.
func text(m protoreflect.Message, name protoreflect.Name) protoreflect.FieldDescriptor {
	f := m.Descriptor().Fields().ByName(name)
	if f == nil || f.Kind() != protoreflect.StringKind || f.IsList() {
		return nil
	}
	return f
}

// place puts a resource below the parent that a request names (AIP-133), with the ID that it asks for.
func place(request, resource protoreflect.Message) {
	parent, name := text(request, "parent"), text(resource, "name")
	if parent == nil || name == nil {
		return
	}
	full := under(request.Get(parent).String(), resource.Get(name).String())
	if id := wantedID(request, resource); id != "" && strings.Contains(full, "/") {
		full = full[:strings.LastIndexByte(full, '/')+1] + id
	}
	resource.Set(name, protoreflect.ValueOfString(full))
}

// wantedID returns the ID that a request asks for a resource: order_id for an Order.
func wantedID(request, resource protoreflect.Message) string {
	fields := request.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if f.Message() == resource.Descriptor() {
			if id := text(request, f.Name()+"_id"); id != nil {
				return request.Get(id).String()
			}
		}
	}
	return ""
}

// under moves a name of a resource below a parent: its last two segments stay.
func under(parent, name string) string {
	segments := strings.Split(name, "/")
	if parent == "" || len(segments) < 2 {
		return name
	}
	return parent + "/" + strings.Join(segments[len(segments)-2:], "/")
}

// renumber makes the name of the i-th resource another one than the first's: order-1 becomes order-2.
func renumber(resource protoreflect.Message, i int) {
	name := text(resource, "name")
	if name == nil || i == 0 {
		return
	}
	if head, ok := strings.CutSuffix(resource.Get(name).String(), "1"); ok {
		resource.Set(name, protoreflect.ValueOfString(head+strconv.Itoa(i+1)))
	}
}
