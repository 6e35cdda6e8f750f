package sample_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/schematest"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestCorpus makes a sample of every body that the operations of real APIs take and give, and asks a
// validator that is not ours.
func TestCorpus(t *testing.T) {
	folder := filepath.Join(sharedtest.Corpus(t), "openapi")
	for _, test := range []struct {
		name                string
		requests, responses int
		manners             []string
	}{
		{"api.github.com.json", 345, 2914, []string{"least", "full", "plain", "seeded"}},
		{"ghes-3.19.json", 293, 2177, []string{"full"}},
		{"stripe.yaml", 494, 988, []string{"least", "plain"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			content := read(t, folder, test.name)
			api := load(t, test.name, content)
			in, out := schematest.New(t, test.name, content, spec.InRequest), schematest.New(t, test.name, content, spec.InResponse)
			requests, responses := 0, 0
			for _, manner := range test.manners {
				sampler := manners()[manner]
				requests = (&corpusCheck{t, in, sampler, manner}).requests(api)
				responses = (&corpusCheck{t, out, sampler, manner}).responses(api)
			}
			if requests != test.requests || responses != test.responses {
				t.Errorf("%d bodies of requests and %d of responses, want %d and %d", requests, responses, test.requests, test.responses)
			}
		})
	}
}

type corpusCheck struct {
	t       *testing.T
	oracle  *schematest.Oracle
	sampler *sample.Sampler
	manner  string
}

func (c *corpusCheck) requests(api *spec.API) int {
	n := 0
	for _, o := range api.Services[0].Operations {
		if o.Request == nil || o.Kind != spec.Call {
			continue
		}
		for _, m := range o.Request.Content {
			n += c.body(m, spec.InRequest, "paths", o.Path().Raw, strings.ToLower(o.Method()), "requestBody", "content", m.Name, "schema")
		}
	}
	return n
}

func (c *corpusCheck) responses(api *spec.API) int {
	n := 0
	for _, o := range api.Services[0].Operations {
		for _, r := range o.Responses {
			for _, m := range r.Content {
				if o.Kind == spec.Call {
					n += c.body(m, spec.InResponse, "paths", o.Path().Raw, strings.ToLower(o.Method()), "responses", r.Status, "content", m.Name, "schema")
				}
			}
		}
	}
	return n
}

func (c *corpusCheck) body(m *spec.MediaType, d spec.Direction, steps ...string) int {
	if m.Type == nil {
		return 0
	}
	text, err := c.sampler.Media(m, d)
	if err != nil {
		c.t.Errorf("%s: %s: %v", c.manner, strings.Join(steps, " "), err)
		return 1
	}
	if complaint := schematest.Refuses(c.oracle.Schema(c.t, steps...), text); complaint != "" {
		c.t.Errorf("%s: %s: %s\n%s", c.manner, strings.Join(steps, " "), complaint, text)
	}
	return 1
}
