"""Land: idle by law, inefficient, freed by an exit; gates, routes, potential and ranking of parcels.

Idle land is what 国土资源部令第53号 calls so, and only state-owned land; a plant that was finished and
closed later is inefficient, and land of what exits is freed. A parcel has one category, and counts
once.
"""
