package sample

import "github.com/bylaw-dev/bylaw/spec"

// Media returns the body of a message in a media type as JSON: the first of the media type's examples
// that is valid, or else what JSON returns.
func (s *Sampler) Media(media *spec.MediaType, d spec.Direction) ([]byte, error) {
	v, err := s.MediaValue(media, d)
	if err != nil {
		return nil, err
	}
	return Encode(v), nil
}

// MediaValue is Media as a value of the model. A media type without a schema allows anything: its
// example is taken, or an empty object.
func (s *Sampler) MediaValue(media *spec.MediaType, d spec.Direction) (*spec.Value, error) {
	given := exampleValues(media.Examples)
	if media.Type != nil {
		return s.valueOr(media.Type, d, given)
	}
	if len(given) > 0 && !s.Plain {
		return given[0], nil
	}
	return &spec.Value{Kind: spec.Map}, nil
}

// Parameter returns a value of a parameter or header: the first of its examples that is valid, or
// else one of its schema.
func (s *Sampler) Parameter(p *spec.Parameter, d spec.Direction) (*spec.Value, error) {
	given := exampleValues(p.Examples)
	for _, media := range p.Content {
		given = append(given, exampleValues(media.Examples)...)
	}
	if p.Type == nil {
		return str("any"), nil
	}
	return s.valueOr(p.Type, d, given)
}

func exampleValues(examples []*spec.Example) []*spec.Value {
	var given []*spec.Value
	for _, e := range examples {
		if e.Value != nil {
			given = append(given, e.Value)
		}
	}
	return given
}
