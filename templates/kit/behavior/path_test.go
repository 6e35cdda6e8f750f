package behavior_test

import (
	"testing"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

func TestRefuse(t *testing.T) {
	d := shop.File_shop_proto.Messages().ByName("Order")
	for path, good := range map[string]bool{
		"title": true, "items": true, "items.*": true, "items.*.sku": true, "items.*.parts.*.sku": true, "card.token": true, "labels.a": true,
		"labels.`a.b`": true, "labels.*": true, "*": true, "create_time.seconds": true, "notes.fields.`x y`.number_value": true,
		"": false, ".": false, "title.": false, ".title": false, "title.x": false, "items.0": false, "items.sku": false, "items.*.x": false,
		"items.*sku": false, "card.*": false, "card.": false, "labels.": false, "labels.a.b": false, "labels.`a": false, "labels.`a`b": false,
		"payment": false, "createTime": false, "items.*.": false, "*.title": false, "labels.``": false, "items.*.*": false,
	} {
		if why := behavior.Refuse(d, path); (why == "") != good {
			t.Errorf("%q is refused: %q", path, why)
		}
	}
}

// FuzzPaths reads any mask and any path, and finds that a field which a good path names without lists and maps is covered by it.
func FuzzPaths(f *testing.F) {
	f.Add("labels.`a.b`", `order.labels["a.b"]`)
	f.Add("items.*.sku", "order.items[2].sku")
	f.Add("`", "order[[\"")
	plan := orders("UpdateOrder")
	d := shop.File_shop_proto.Messages().ByName("Order")
	f.Fuzz(func(t *testing.T, mask, field string) {
		m := &shop.UpdateOrderRequest{Order: &shop.Order{Name: "n", Title: "x"}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{mask}}}
		plan.Wanted(m.ProtoReflect(), field)
		plan.Check(m.ProtoReflect(), func(field, code, description string) {})
		if plain(mask) && behavior.Refuse(d, mask) == "" &&
			!plan.Wanted(m.ProtoReflect(), "order."+mask) {
			t.Errorf("%q does not cover itself", mask)
		}
	})
}

func plain(mask string) bool {
	for _, c := range mask {
		if (c < 'a' || c > 'z') && c != '_' && c != '.' {
			return false
		}
	}
	return true
}
