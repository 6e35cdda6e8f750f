package matrix

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/spec"
)

// schemas has each read what the other writes: the provider requests that the consumers' spec allows,
// and the consumers answers that the provider's spec allows. What fits is an example, and no proof.
func schemas(ctx context.Context, consumer, provider *specs) (Side, error) {
	var all Side
	if consumer == provider || len(consumer.operations) == 0 || provider.checker == nil {
		return all, nil
	}
	for _, o := range consumer.operations {
		broken, err := provider.refuses(ctx, o)
		if err != nil {
			return all, err
		}
		if other := provider.known[o.ID()]; other != nil {
			broken = append(broken, o.misreads(other)...)
		}
		all.Breaks = append(all.Breaks, broken...)
		if len(broken) > 0 {
			all.Broken++
		} else {
			all.Held++
		}
	}
	return all, nil
}

// refuses returns why the provider refuses requests of the operation.
func (s *specs) refuses(ctx context.Context, o *operation) ([]Break, error) {
	c := &contract.Contract{Consumer: "a consumer"}
	for _, q := range o.requests() {
		c.Interactions = append(c.Interactions, &contract.Interaction{Description: label(o.Operation), Request: q, Response: &contract.Response{}})
	}
	result, err := s.checker.Run(ctx, c)
	var broken []Break
	for _, outcome := range result.Outcomes {
		for _, p := range outcome.Problems {
			if p.Broken && (p.Part == check.InOperation || p.Part == check.InParameter || p.Part == check.InRequestBody || p.Part == check.InMediaType) {
				broken = addBreak(broken, Break{What: label(o.Operation), Element: p.Finding.Element, Message: after(p.Finding.Message, c, outcome.Interaction)})
			}
		}
	}
	return broken, err
}

// addBreak adds what was not said before.
func addBreak(all []Break, b Break) []Break {
	if slices.ContainsFunc(all, func(other Break) bool { return other.Message == b.Message && other.What == b.What }) {
		return all
	}
	return append(all, b)
}

// requests returns requests that the operation's spec allows.
func (o *operation) requests() []*contract.Request {
	var all []*contract.Request
	for seed := range uint64(2) {
		s := sample.New(seed)
		s.Full = seed > 0
		r, err := s.Request(o.Operation)
		if err != nil {
			continue
		}
		all = append(all, requestOf(r, r.Body))
		if !s.Full {
			continue
		}
		if media := o.mediaOf(r.ContentType); media != nil {
			for _, v := range o.values(media.Type, spec.InRequest) {
				all = append(all, requestOf(r, contract.AppendJSON(nil, v)))
			}
		}
		all = append(all, o.otherParameters(s)...)
	}
	return all
}

// otherParameters returns a request for each value of a parameter that is one of a list.
func (o *operation) otherParameters(s *sample.Sampler) []*contract.Request {
	var all []*contract.Request
	for _, p := range o.Parameters {
		for _, v := range literals(layers([]*spec.Type{p.Type})) {
			if r, err := s.RequestWith(o.Operation, p, v); err == nil {
				all = append(all, requestOf(r, r.Body))
			}
		}
	}
	return all
}

// mediaOf returns what the request's body is, if it is JSON with a schema.
func (o *operation) mediaOf(contentType string) *spec.MediaType {
	if o.Request == nil {
		return nil
	}
	for _, m := range o.Request.Content {
		if httpapi.KindOf(m) == httpapi.JSON && m.Type != nil && strings.HasPrefix(contentType, httpapi.MediaName(m)) {
			return m
		}
	}
	return nil
}

// requestOf is a request as contracts have them.
func requestOf(r *sample.Request, body []byte) *contract.Request {
	path, query, _ := strings.Cut(r.Target, "?")
	q := &contract.Request{Method: r.Method, Path: path, QueryText: query}
	for _, h := range r.Header {
		q.Headers = append(q.Headers, contract.Values{Name: h.Name, Values: []string{h.Value}})
	}
	if r.ContentType != "" {
		q.Headers = append(q.Headers, contract.Values{Name: "Content-Type", Values: []string{r.ContentType}})
		q.Body = contract.Body{Presence: contract.Present, Content: body}
	}
	return q
}

// misreads returns what the consumers of the operation can't read of the other version's answers.
func (o *operation) misreads(other *operation) []Break {
	var broken []Break
	for _, r := range other.Responses {
		code, ok := httpapi.StatusCode(r.Status)
		if !ok {
			continue
		}
		mine := o.answer(code)
		if mine == nil {
			if class(code) == 2 {
				broken = append(broken, Break{What: label(o.Operation), Element: other.ID(), Message: fmt.Sprintf("it may be answered with %s, which the consumers' version doesn't declare", r.Status)})
			}
			continue
		}
		for _, m := range r.Content {
			broken = o.misreadsContent(broken, other, mine, m)
		}
	}
	return broken
}

// misreadsContent adds what the consumers can't read of one media type of an answer.
func (o *operation) misreadsContent(broken []Break, other *operation, mine *spec.Response, m *spec.MediaType) []Break {
	if httpapi.KindOf(m) != httpapi.JSON || m.Type == nil {
		return broken
	}
	i := slices.IndexFunc(mine.Content, func(known *spec.MediaType) bool {
		return httpapi.MediaName(known) == httpapi.MediaName(m) && known.Type != nil
	})
	if i < 0 {
		return broken
	}
	for _, what := range o.misreadsValues(mine.Content[i].Type, other, m.Type) {
		broken = addBreak(broken, Break{What: label(o.Operation), Element: other.ID(), Message: fmt.Sprintf("the answer %s isn't what the consumers' version reads: %s", mine.Status, what)})
	}
	return broken
}

// reading is a schema that values of another one are read by.
type reading struct{ by, of *spec.Type }

// misreadsValues returns what is wrong, by the one schema, with values that the other one allows.
func (o *operation) misreadsValues(by *spec.Type, other *operation, of *spec.Type) []string {
	key := reading{meant(by), meant(of)}
	if wrong, known := o.of.read[key]; known {
		return wrong
	}
	var wrong []string
	for _, v := range other.values(of, spec.InResponse) {
		for _, violation := range violations(o.checker, by, spec.InResponse, v) {
			if text := said(violation); violation.Code != errors.UnknownField && violation.Code != errors.UnevaluatedProperties && !slices.Contains(wrong, text) {
				wrong = append(wrong, text)
			}
		}
	}
	o.of.read[key] = wrong
	return wrong
}

func said(v errors.Violation) string {
	if v.Field == "" {
		return "$ " + v.Description
	}
	return "$." + v.Field + " " + v.Description
}

// answer returns the answer that the operation declares for a status: its own, that of its class, or the
// default, which stands for a success only where nothing else does.
func (o *operation) answer(code int) *spec.Response {
	for _, wanted := range []int{code, class(code), 0} {
		for _, r := range o.Responses {
			known, ok := httpapi.StatusCode(r.Status)
			if ok && known == wanted && (known != 0 || class(code) != 2 || len(o.Responses) == 1) {
				return r
			}
		}
	}
	return nil
}

// class returns the first digit of a status; 0 for the default answer.
func class(code int) int {
	if code >= 100 {
		return code / 100
	}
	return code
}
