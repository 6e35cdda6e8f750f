package rpc

import (
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/fault"
)

// itemsOfList is how many items every list has, over all of its pages.
const itemsOfList = 3

// page is one of a list (AIP-158).
type page struct {
	request, answer     protoreflect.Message
	items               protoreflect.FieldDescriptor
	size, token, follow protoreflect.FieldDescriptor // size may be nil
}

// pageOf says whether a method lists something in pages.
func pageOf(request, answer protoreflect.Message) (p page, ok bool) {
	p = page{request: request, answer: answer, token: text(request, "page_token"), follow: text(answer, "next_page_token")}
	if f := request.Descriptor().Fields().ByName("page_size"); f != nil && f.Kind() == protoreflect.Int32Kind && !f.IsList() {
		p.size = f
	}
	fields := answer.Descriptor().Fields()
	for i := range fields.Len() {
		if f := fields.Get(i); f.IsList() && f.Message() != nil && p.items == nil {
			p.items = f
		}
	}
	return p, p.token != nil && p.follow != nil && p.items != nil && answer.Has(p.items)
}

// fill makes the answer the page that the request asks for.
func (p page) fill() error {
	from := 0
	if token := p.request.Get(p.token).String(); token != "" {
		var err error
		if from, err = strconv.Atoi(token); err != nil || from < 1 || from >= itemsOfList {
			return fault.Invalid([]errors.Violation{{Location: errors.Body, Field: "page_token", Code: errors.Format, Description: "is no token that the mock has given"}})
		}
	}
	to := itemsOfList
	if p.size != nil {
		if size := int(p.request.Get(p.size).Int()); size > 0 && from+size < to {
			to = from + size
		}
	}
	first := p.answer.Get(p.items).List().Get(0).Message()
	list := p.answer.NewField(p.items).List()
	for i := from; i < to; i++ {
		list.Append(protoreflect.ValueOfMessage(p.item(first, i)))
	}
	p.answer.Set(p.items, protoreflect.ValueOfList(list))
	p.answer.Clear(p.follow)
	if to < itemsOfList {
		p.answer.Set(p.follow, protoreflect.ValueOfString(strconv.Itoa(to)))
	}
	return nil
}

// item makes the i-th item, below the parent that the request names.
func (p page) item(first protoreflect.Message, i int) protoreflect.Message {
	item := proto.Clone(first.Interface()).ProtoReflect()
	place(p.request, item)
	renumber(item, i)
	return item
}
