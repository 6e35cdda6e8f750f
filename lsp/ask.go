package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// question is a request about a document that waits until what is shown is checked.
type question struct {
	id      json.RawMessage
	message *message
	doc     *document
	handler handler
}

// handler answers a question about a document, given the group that it belongs to. An answer of type
// beside is still to be worked out, beside the loop.
type handler func(s *server, d *document, g *group, m *message) (any, error)

type beside func(ctx context.Context) (any, error)

// ask answers a request about a document, now or when it is checked.
func (s *server) ask(m *message, h handler) error {
	p, err := params[ofDocument](m)
	if err != nil {
		return err
	}
	s.askAbout(m, p.TextDocument.URI, h)
	return nil
}

func (s *server) askAbout(m *message, uri string, h handler) {
	d := s.documents[uri]
	if d == nil {
		s.client.succeed(m.ID, nil)
		return
	}
	s.waiting = append(s.waiting, &question{m.ID, m, d, h})
	if g := d.project.groups[d.path()]; g != nil && g.checked == nil {
		g.dirty = true
	}
	s.answerWaiting()
}

// answerWaiting answers what is asked about documents that are checked by now.
func (s *server) answerWaiting() {
	waiting := s.waiting
	s.waiting = nil
	for _, q := range waiting {
		g := q.doc.project.groups[q.doc.path()]
		switch {
		case q.doc.project.needs(q.doc):
			s.waiting = append(s.waiting, q)
		case g == nil || g.checked == nil:
			s.client.succeed(q.id, nil)
		default:
			s.answerQuestion(q, g)
		}
	}
}

func (s *server) answerQuestion(q *question, g *group) {
	defer s.recovered(q.message)
	result, err := q.handler(s, q.doc, g, q.message)
	work, isBeside := result.(beside)
	switch {
	case err != nil:
		s.client.fail(q.id, asRPC(err))
	case isBeside:
		s.work(q, work)
	default:
		s.client.succeed(q.id, result)
	}
}

// work works an answer out beside the loop.
func (s *server) work(q *question, work beside) {
	ctx, cancel := context.WithCancel(s.lasting)
	s.working[string(q.id)] = cancel
	go func() {
		result, err := work.guarded(ctx)
		s.then(func() {
			delete(s.working, string(q.id))
			switch {
			case ctx.Err() != nil:
				s.client.fail(q.id, &rpcError{codeCancelled, "cancelled"})
			case err != nil:
				s.client.fail(q.id, asRPC(err))
			case s.documents[q.doc.uri] != q.doc || q.doc.project.needs(q.doc):
				s.client.fail(q.id, &rpcError{codeModified, "the document has changed"})
			default:
				s.client.succeed(q.id, result)
			}
			cancel()
		})
	}()
}

func (work beside) guarded(ctx context.Context) (result any, err error) {
	defer func() {
		if value := recover(); value != nil {
			result, err = nil, &rpcError{codeInternal, brief(asText(value))}
		}
	}()
	return work(ctx)
}

// outdate answers what waits to be told about a document as it was before its last edit.
func (s *server) outdate(d *document) {
	s.give(&rpcError{codeModified, "the document has changed"}, func(q *question) bool { return q.doc == d })
}

// give answers those of the waiting questions with an error.
func (s *server) give(err *rpcError, those func(*question) bool) {
	s.waiting = slices.DeleteFunc(s.waiting, func(q *question) bool {
		if !those(q) {
			return false
		}
		s.client.fail(q.id, err)
		return true
	})
}

func asText(value any) string { return fmt.Sprint(value) }
