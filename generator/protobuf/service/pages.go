package service

import (
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/gofeaturespb"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
)

const (
	iterPackage  = protogen.GoImportPath("iter")
	protoPackage = protogen.GoImportPath("google.golang.org/protobuf/proto")
)

// ClientFile holds what makes clients pleasant to use: iterators over the items of all pages (AIP-158).
type ClientFile struct {
	Head
	Iter, Client string // the names of the packages
	Lists        []*List
}

// List is the iterator over what one method lists.
type List struct {
	Name          string // "ListOrdersAll"
	Client        string // "OrdersClient"
	Method        string // "ListOrders"
	Doc           []string
	Input, Output string
	Item          string // "*Order"
	Turn          string // the statement that puts a token into req
	Items, Next   string // getters of the answer
	names
}

// Template returns the name of the template.
func (*ClientFile) Template() string { return "client.go.tmpl" }

func (l *lowering) clientFile(f *protogen.File) *ClientFile {
	p := l.packages[f.GoImportPath]
	i := newImports(f.GoImportPath, p.declared)
	out := &ClientFile{Head: Head{Package: string(f.GoPackageName)}}
	n := names{Context: i.name(contextPackage), GRPC: i.name(grpcPackage)}
	for _, s := range f.Services {
		for _, m := range s.Methods {
			if list := lowerList(s, m, i); list != nil {
				list.Name, list.names = p.claim(m.GoName+"All", s.GoName+m.GoName+"All"), n
				list.Doc = naming.Comment(list.Name + " calls " + m.GoName + " until there are no more pages, and yields their items one by one.")
				out.Lists = append(out.Lists, list)
			}
		}
	}
	if len(out.Lists) > 0 {
		out.Iter, out.Client = i.name(iterPackage), l.kit(i, "rpcclient")
	}
	out.Imports = i.sorted()
	return out
}

// lowerList returns the iterator of a method that takes a token and answers items with the next one; nil for others.
func lowerList(s *protogen.Service, m *protogen.Method, i *imports) *List {
	if m.Desc.IsStreamingClient() || m.Desc.IsStreamingServer() {
		return nil
	}
	token, next, items := text(m.Input, "page_token"), text(m.Output, "next_page_token"), listed(m.Output)
	if token == nil || next == nil || items == nil {
		return nil
	}
	out := &List{Client: s.GoName + "Client", Method: m.GoName, Input: i.ident(m.Input.GoIdent), Output: i.ident(m.Output.GoIdent)}
	out.Item, out.Turn = item(items, i), turn(m.Input, token, i)
	out.Items, _ = items.MethodName("Get")
	out.Next, _ = next.MethodName("Get")
	return out
}

// text returns the field of that name if it holds one text.
func text(m *protogen.Message, name protoreflect.Name) *protogen.Field {
	for _, f := range m.Fields {
		if f.Desc.Name() == name && f.Desc.Kind() == protoreflect.StringKind && !f.Desc.IsList() && (f.Oneof == nil || f.Oneof.Desc.IsSynthetic()) {
			return f
		}
	}
	return nil
}

// listed returns the field of the items: the repeated one with the lowest number, which has to be the first of
// them too (AIP-4233).
func listed(m *protogen.Message) *protogen.Field {
	var first, lowest *protogen.Field
	for _, f := range m.Fields {
		if !f.Desc.IsList() {
			continue
		}
		if first == nil {
			first, lowest = f, f
		}
		if f.Desc.Number() < lowest.Desc.Number() {
			lowest = f
		}
	}
	if first != lowest {
		return nil
	}
	return first
}

// item is the Go type of an item.
func item(f *protogen.Field, i *imports) string {
	switch f.Desc.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return "*" + i.ident(f.Message.GoIdent)
	case protoreflect.EnumKind:
		return i.ident(f.Enum.GoIdent)
	case protoreflect.BytesKind:
		return "[]byte"
	case protoreflect.FloatKind:
		return "float32"
	case protoreflect.DoubleKind:
		return "float64"
	case protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return "int32"
	case protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return "int64"
	case protoreflect.Fixed32Kind:
		return "uint32"
	case protoreflect.Fixed64Kind:
		return "uint64"
	}
	return f.Desc.Kind().String() // bool, string, int32, int64, uint32, uint64
}

// turn is the statement that has req ask for the page of token.
func turn(m *protogen.Message, token *protogen.Field, i *imports) string {
	switch {
	case m.APILevel == gofeaturespb.GoFeatures_API_OPAQUE || m.APILevel == gofeaturespb.GoFeatures_API_HYBRID:
		set, _ := token.MethodName("Set")
		return "req." + set + "(token)"
	case token.Desc.HasPresence():
		return "req." + token.GoName + " = " + i.name(protoPackage) + ".String(token)"
	}
	return "req." + token.GoName + " = token"
}
