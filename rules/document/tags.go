package document

import "github.com/bylaw-dev/bylaw/spec"

// tagNames returns the tags that the document declares.
func tagNames(api *spec.API) map[string]*spec.Tag {
	names := map[string]*spec.Tag{}
	for _, t := range api.Tags {
		if names[t.Name] == nil {
			names[t.Name] = t
		}
	}
	return names
}

// usedTags returns the tags that operations bear, and those that others stand under (OpenAPI 3.2).
func usedTags(api *spec.API) map[string]bool {
	used := map[string]bool{}
	for _, o := range operations(api) {
		for _, name := range o.Tags {
			used[name] = true
		}
	}
	for _, t := range api.Tags {
		if parent, ok := t.Attr("parent"); ok {
			used[parent.Value.String()] = true
		}
	}
	return used
}

// tagValues returns the tags of an operation as they stand there.
func tagValues(o *spec.Operation) []*spec.Value {
	if a, ok := o.Attr("tags"); ok {
		return a.Value.Items
	}
	return nil
}
