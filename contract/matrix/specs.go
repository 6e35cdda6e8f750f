package matrix

import (
	"cmp"
	"fmt"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/spec"
)

// specs is what one version promises, ready to be asked.
type specs struct {
	*Version
	checker    *check.Checker // nil: the spec can't be read, or there is none
	operations []*operation   // over HTTP
	known      map[spec.ID]*operation

	made map[shape][]*spec.Value // what was made before
	read map[reading][]string    // what was read before
}

// operation is one operation, and what its spec allows.
type operation struct {
	*spec.Operation
	of      *specs
	checker *validate.Checker
}

func specsOf(v *Version) (*specs, error) {
	s := &specs{Version: v, known: map[spec.ID]*operation{}, made: map[shape][]*spec.Value{}, read: map[reading][]string{}}
	if v.Malformed != "" || len(v.Specs) == 0 && v.Options.Files == nil {
		return s, nil
	}
	var err error
	if s.checker, err = check.New(v.Specs, v.Options); err != nil {
		return nil, fmt.Errorf("in %s: %w", v.Name, err)
	}
	for _, one := range v.Specs {
		checker := validate.New(one.API)
		for _, service := range one.API.Services {
			for _, o := range service.Operations {
				if o.Kind == spec.Call && len(o.HTTP) > 0 {
					made := &operation{o, s, checker}
					s.operations = append(s.operations, made)
					s.known[o.ID()] = made
				}
			}
		}
	}
	return s, nil
}

// why says why nothing is known of the spec.
func (s *specs) why() string { return cmp.Or(s.Malformed, s.Name+" has no spec") }

func label(o *spec.Operation) string { return o.Method() + " " + o.Path().Raw }
