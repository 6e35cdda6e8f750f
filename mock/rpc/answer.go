package rpc

import (
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// answer makes the i-th answer to a request: a sample, with what the request says in it as far as the contract allows.
func (s *Server) answer(m protoreflect.MethodDescriptor, request protoreflect.Message, i int) (proto.Message, error) {
	plain, err := s.maker.Answer(m.Output())
	if err != nil {
		return nil, err
	}
	made := proto.Clone(plain).ProtoReflect()
	if p, ok := pageOf(request, made); ok {
		if err := p.fill(); err != nil {
			return nil, err
		}
	} else {
		echo(request, made)
		renumber(made, i)
	}
	if s.checker.Check(made.Interface()) != nil {
		return plain, nil
	}
	return made.Interface(), nil
}

// echo puts what a request says into an answer: the resource that is created or changed, and fields of the same name.
func echo(request, answer protoreflect.Message) {
	if request.Descriptor() == answer.Descriptor() {
		overlay(request, answer)
		return
	}
	request.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if f.Message() == answer.Descriptor() && !f.IsList() {
			overlay(v.Message(), answer)
		}
		return true
	})
	request.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if same := answer.Descriptor().Fields().ByName(f.Name()); same != nil && alike(f, same) {
			put(answer, same, v)
		}
		return true
	})
	place(request, answer)
}

// put sets a field to the value of another, whose lists are of a type of their own.
func put(m protoreflect.Message, f protoreflect.FieldDescriptor, v protoreflect.Value) {
	if !f.IsList() {
		m.Set(f, v)
		return
	}
	list := m.NewField(f).List()
	for i := range v.List().Len() {
		list.Append(v.List().Get(i))
	}
	m.Set(f, protoreflect.ValueOfList(list))
}

// alike says whether two fields hold the same kind of scalar.
func alike(a, b protoreflect.FieldDescriptor) bool {
	return a.Kind() == b.Kind() && a.Message() == nil && a.IsList() == b.IsList() && a.Enum() == b.Enum()
}

// overlay copies the fields of a resource that are set, but for those that are only for requests.
func overlay(from, to protoreflect.Message) {
	from.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if !inputOnly(f) {
			to.Set(f, v)
		}
		return true
	})
}

func inputOnly(f protoreflect.FieldDescriptor) bool {
	all, _ := proto.GetExtension(f.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	for _, one := range all {
		if one == annotations.FieldBehavior_INPUT_ONLY {
			return true
		}
	}
	return false
}
